package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A response as it came over the wire.
 *
 * @param status the status code
 * @param headers by name in lower case
 * @param body the body, each byte one character
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The one value of a header; null if there is none. */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        assertThat(values).as(name).hasSizeLessThan(2);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The body read as JSON. */
    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** Checks that this is an answer of RFC 9457 that gives nothing of the inside away. */
    public Answer isProblem(int expected, String... inDetail) {
        assertThat(status).as(body).isEqualTo(expected);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.propertyNames()).containsExactly("type", "title", "status", "detail");
        assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
        assertThat(problem.get("title").stringValue()).isNotBlank();
        assertThat(problem.get("status").intValue()).isEqualTo(expected);
        String detail = problem.get("detail").stringValue();
        assertThat(inDetail).allSatisfy(part -> assertThat(detail).contains(part));
        assertThat(detail).doesNotContain("Exception", "\tat ", "io.netty", "io.ssegateway", "tools.jackson");
        return this;
    }

    /** Checks that the server announced the end of the connection. */
    public Answer announcesClose() {
        assertThat(header("Connection")).isEqualTo("close");
        return this;
    }
}
