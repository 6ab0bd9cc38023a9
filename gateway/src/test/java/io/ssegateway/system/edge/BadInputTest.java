package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid HTTP that asks for what there is not: each answer says what was wrong, and the connection stays usable. */
@ExtendWith(NoWarnings.class)
class BadInputTest {
    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("limits.max-body-bytes=1000", "limits.max-topics-per-stream=3");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/events/",
                "//events",
                "/Events",
                "/order-progress",
                "/order-progress/",
                "/order-progress/a/b",
                "/../events",
                "/sse",
                "/metrics",
                "/health/live",
                "/connections",
                "/%zz",
                "/events%00"
            })
    void shouldNotFindOtherPaths(String path) {
        gateway.exchangeAndReuse(Requests.get(path)).isProblem(404, "/events", "/publish");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /publish, 'POST, OPTIONS'",
        "HEAD, /broadcast, 'POST, OPTIONS'",
        "POST, /timer, 'GET, HEAD, OPTIONS'",
        "DELETE, /events, 'GET, HEAD, POST, QUERY, OPTIONS'",
        "PATCH, /publish, 'POST, OPTIONS'",
        "get, /events, 'GET, HEAD, POST, QUERY, OPTIONS'",
        "post, /publish, 'POST, OPTIONS'",
        "TRACE, /timer, 'GET, HEAD, OPTIONS'",
        "CONNECT, /, 'GET, HEAD, OPTIONS'"
    })
    void shouldSayWhichMethodsAreAllowed(String method, String path, String allow) {
        try (RawClient client = gateway.connect()) {
            Answer answer = client.send(Requests.request(method, path, "Content-Length: 0"))
                    .head();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo(allow);
            if (!method.equals("HEAD")) {
                assertThat(client.read(Integer.parseInt(String.valueOf(answer.header("Content-Length")))))
                        .contains("\"title\":\"Method Not Allowed\"", "The method " + method);
            }
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/html, application/json;q=0.9",
                "text/event-stream;q=0",
                "text/event-stream; q=0.000",
                "text/event-stream;\tq=0",
                "text/event-stream;Q=0, */*",
                "*/*, text/event-stream;q=0",
                "text/*;q=0, */*",
                "*/*;q=0",
                "text/event-streams",
                "",
                "application/json|text/html"
            })
    void shouldNotStreamToWhomDoesNotAcceptIt(String accept) {
        String[] headers = Stream.of(accept.split("\\|", -1))
                .map(value -> "Accept: " + value)
                .toArray(String[]::new);
        for (String path : new String[] {"/events", "/timer", "/order-progress/1"}) {
            gateway.exchangeAndReuse(Requests.get(path, headers)).isProblem(406, "text/event-stream");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/*",
                "text/event-stream",
                "TEXT/Event-Stream",
                "application/json, text/event-stream;q=0.1",
                "application/json|text/event-stream",
                "text/event-stream;q=0.001, */*;q=0",
                "*/*;q=0, text/*",
                "text/event-stream;charset=utf-8"
            })
    void shouldStreamToWhomAcceptsIt(String accept) {
        String[] headers = Stream.of(accept.split("\\|", -1))
                .map(value -> "Accept: " + value)
                .toArray(String[]::new);
        gateway.open("/events", headers).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/order-progress/%zz",
                "/order-progress/%",
                "/order-progress/a%2",
                "/order-progress/%-1",
                "/order-progress/%ff",
                "/order-progress/a%C3",
                "/order-progress/%ED%A0%80",
                "/order-progress/\u00e4"
            })
    void shouldRefuseBadlyEncodedSegment(String path) {
        gateway.exchangeAndReuse(Requests.get(path)).isProblem(400, "percent-encoded UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events?topic=%ff",
                "/events?topic=%ff%zz%",
                "/events?topic=a&topic=b%C3",
                "/events?topic=%C3%28",
                "/events?topic=%C0%AF",
                "/events?topic=%ED%A0%80",
                "/events?topic=%F5%80%80%80",
                "/events?t%E4pic=a",
                "/timer?x=%80",
                "/events?topic=\u00e4"
            })
    void shouldRefuseBadlyEncodedQuery(String path) {
        gateway.exchangeAndReuse(Requests.get(path)).isProblem(400, "percent-encoded UTF-8");
    }

    @Test
    void shouldRefuseTopicsThatCannotBe() {
        gateway.exchangeAndReuse(Requests.get("/events?topic=")).isProblem(400, "empty");
        gateway.exchangeAndReuse(Requests.get("/events?topic")).isProblem(400, "empty");
        gateway.exchangeAndReuse(Requests.get("/events?topic=a&topic=")).isProblem(400, "empty");
        gateway.exchangeAndReuse(Requests.get("/events?topic=a%0ab")).isProblem(400, "control");
        gateway.exchangeAndReuse(Requests.get("/events?topic=%00")).isProblem(400, "control");
        gateway.exchangeAndReuse(Requests.get("/events?topic=" + "a".repeat(1025)))
                .isProblem(400, "1024 bytes");
        gateway.exchangeAndReuse(Requests.get("/events?topic=" + "%C3%A4".repeat(513)))
                .isProblem(400, "1024 bytes");
        gateway.exchangeAndReuse(Requests.get("/events?topic=a&topic=b&topic=c&topic=d"))
                .isProblem(400, "limits.max-topics-per-stream", "4");
    }

    @Test
    void shouldRefuseManyParametersRatherThanOverlookTopics() {
        gateway.exchangeAndReuse(Requests.get("/events?" + "a&".repeat(1100) + "topic=a"))
                .isProblem(400, "parameters");
    }

    @Test
    void shouldRefuseLongOrderId() {
        gateway.exchangeAndReuse(Requests.get("/order-progress/" + "a".repeat(129)))
                .isProblem(400, "128");
    }
}
