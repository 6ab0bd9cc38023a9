package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.http.FormBody;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream may be asked for by, in the query and in a form, and what was meant to be it. */
class EventsParametersTest {
    private static final String ORIGIN = "https://app.example.com";

    @AutoClose
    private static final RunningGateway gateway = RunningGateway.start("cors.allowed-origins=" + ORIGIN);

    @ParameterizedTest
    @CsvSource({
        "topics, topic",
        "topic[], topic",
        "topic%5B%5D, topic",
        "topic[0], topic",
        "Topic, topic",
        "TOPIC, topic",
        "topic_, topic",
        "topc, topic",
        "tpoic, topic",
        "topiic, topic",
        "channel, topic",
        "channels, topic",
        "match, topic",
        "matchURLPattern, topic",
        "subscribe, topic",
        "event, topic",
        "events, topic",
        "stream, topic",
        "Throttle, throttle",
        "throtle, throttle",
        "Authorization, authorization",
        "authorisation, authorization",
        "lastEventIds, lastEventId"
    })
    void shouldAskWhatWasMeant(String parameter, String meant) {
        for (String path : List.of("/events?", "/events?topic=/a&", "/.well-known/mercure?topic=/a&")) {
            assertThat(gateway.exchange(Requests.get(path + parameter + "=/a"))
                            .isProblem(400)
                            .body())
                    .contains("did you mean " + meant + "?", "Accepted: topic, ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_", "t", "ts", "v", "cacheBuster", "utm_source", "id", "user", "tenant", "q", ""})
    void shouldPassOverTheParametersOfOthers(String parameter) {
        try (EventReader stream = gateway.subscribe("/events?topic=/others&" + parameter + "=1")) {
            gateway.exchange(Requests.publish("/others", parameter + "!"));
            assertThat(stream.nextData()).isEqualTo(parameter + "!");
        }
    }

    @Test
    void shouldAskWhatWasMeantOfConnections() {
        assertThat(gateway.manage("/connections?limits=1").isProblem(400).body())
                .contains("did you mean limit?");
        assertThat(gateway.manage("/connections?_=1").status()).isEqualTo(200);
    }

    private static String topics(int count, boolean encoded) {
        return IntStream.range(0, count)
                .mapToObj(i -> "https://shop.example/tenants/a1b2c3d4-e5f6-4789-8abc-def012345678/orders/items/"
                        + (1000 + i) + "/state/now")
                .map(topic -> "topic=" + (encoded ? URLEncoder.encode(topic, StandardCharsets.UTF_8) : topic))
                .collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveRoomForAsManyTopicsAsAStreamMayHave(boolean encoded) {
        assertThat(topics(1, false)).hasSizeGreaterThan(95);
        gateway.subscribe("/events?" + topics(100, encoded)).close();
    }

    private static EventReader open(RawClient client, String method, String type, String form, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: " + type;
        all[headers.length + 1] = "Content-Length: " + form.length();
        return EventReader.of(client.send(Requests.request(method, "/events?topic=/query", all) + form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "QUERY"})
    void shouldTakeAForm(String method) {
        String form = "topic=%2Fform&" + topics(98, true) + "&throttle=0s";
        try (RawClient client = gateway.connect();
                EventReader stream = open(client, method, "application/x-www-form-urlencoded", form)) {
            assertThat(stream.nextJson().get("type").stringValue()).isEqualTo("welcome");
            gateway.exchange(Requests.publish("/form", "from the form"));
            gateway.exchange(Requests.publish("/query", "from the query"));
            assertThat(stream.nextData()).isEqualTo("from the form");
            assertThat(stream.nextData()).isEqualTo("from the query");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "QUERY"})
    void shouldRefuseWhatIsNoForm(String method) {
        String text = "{\"topic\":\"/a\"}";
        String[] headers = {"Content-Type: application/json", "Content-Length: " + text.length(), "Origin: " + ORIGIN};
        Answer answer = gateway.exchange(Requests.request(method, "/events", headers) + text);
        answer.isProblem(415);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(gateway.exchange(Requests.request(method, "/events", "Content-Length: 0"))
                        .status())
                .isEqualTo(415);
        assertThat(gateway.exchange(Requests.post("/events", FormBody.TYPE, "topics=/a"))
                        .isProblem(400)
                        .body())
                .contains("did you mean topic?");
        gateway.exchange(Requests.request("PUT", "/events")).isProblem(405);
    }

    @Test
    void shouldTellWhereLongListsGo() {
        assertThat(gateway.exchange(Requests.get("/events?" + topics(200, true)))
                        .isProblem(414)
                        .body())
                .contains("POST /events");
    }
}
