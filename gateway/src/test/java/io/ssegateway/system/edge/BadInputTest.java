package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WarningLog;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid HTTP that asks for what there is not: each answer says what was wrong, and the connection stays usable. */
class BadInputTest {
    private static RunningGateway gateway;
    private WarningLog log;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start("limits.max-body-bytes=1000", "limits.max-topics-per-stream=3");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void listenToLog() {
        log = WarningLog.expectNone();
    }

    @AfterEach
    void checkLog() {
        log.close();
    }

    /** Sends a request, and another one on the same connection that must be answered as usual. */
    private static Answer exchange(String request) {
        try (RawClient client = gateway.connect()) {
            Answer answer = client.send(request).answer();
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
            return answer;
        }
    }

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
        exchange(Requests.get(path)).isProblem(404, "/events", "/publish");
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
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"topics\":[\"a\"],\n\"data\":}`, line 2, column",
                "`{\n\n  \"topics\" [`, line 3, column",
                "`{\"topics\":[\"a\"],\"data\":\"x`, line 1, column",
                "`[1,]`, line 1, column",
                "`{} {}`, line 1, column",
                "`{\"data\":1,\"data\":2}`, data, column",
                "`{\"data\":\"a\nb\"}`, line 1, column",
                "`nul`, line 1, column",
                "`'a'`, line 1, column",
                "`NaN`, line 1, column",
                "`{\"\\ud800\":1}`, line 1, column"
            })
    void shouldSayWhereJsonIsBroken(String body, String where, String column) {
        exchange(Requests.post("/publish", body)).isProblem(400, where, column);
        exchange(Requests.post("/broadcast", body)).isProblem(400, where, column);
    }

    @Test
    void shouldRefuseBodiesThatAreNoText() {
        exchange("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n"
                        + "\"\u00c3(\u00ff\"")
                .isProblem(400, "not valid JSON");
        exchange(Requests.post("/publish", "")).isProblem(400, "empty");
        exchange(Requests.post("/publish", "  \n ")).isProblem(400, "empty");
        exchange(Requests.post("/publish", "[".repeat(900))).isProblem(400);
        exchange(Requests.post("/publish", "9".repeat(999))).isProblem(400);
    }

    static Stream<Arguments> badUpdates() {
        String topics = "\"topics\":[\"a\"]";
        return Stream.of(
                Arguments.of("\"a\"", "JSON object"),
                Arguments.of("{\"data\":1}", "topics"),
                Arguments.of("{\"topics\":[],\"data\":1}", "topics"),
                Arguments.of("{\"topics\":\"a\",\"data\":1}", "topics"),
                Arguments.of("{\"topics\":[1],\"data\":1}", "topics"),
                Arguments.of("{\"topics\":[null],\"data\":1}", "topics"),
                Arguments.of("{\"topics\":[\"\"],\"data\":1}", "topic"),
                Arguments.of("{\"topics\":[\"a\\nb\"],\"data\":1}", "control"),
                Arguments.of("{\"topics\":[" + "\"a\",".repeat(100) + "\"a\"],\"data\":1}", "1 to 100"),
                Arguments.of("{" + topics + "}", "\"data\" is missing"),
                Arguments.of("{" + topics + ",\"data\":null}", "\"data\" is missing"),
                Arguments.of("{" + topics + ",\"data\":1,\"event\":5}", "\"event\""),
                Arguments.of("{" + topics + ",\"data\":1,\"event\":\"a\\nb\"}", "event"),
                Arguments.of("{" + topics + ",\"data\":1,\"event\":\"a\\rdata: b\"}", "event"),
                Arguments.of("{" + topics + ",\"data\":1,\"id\":7}", "\"id\""),
                Arguments.of("{" + topics + ",\"data\":1,\"id\":\"\"}", "\"id\""),
                Arguments.of("{" + topics + ",\"data\":1,\"id\":\"a\\u0000\"}", "id"),
                Arguments.of("{" + topics + ",\"data\":1,\"id\":\"a\\nb\"}", "id"),
                Arguments.of("{" + topics + ",\"data\":1,\"retry\":\"5\"}", "retry"),
                Arguments.of("{" + topics + ",\"data\":1,\"retry\":1.5}", "retry"),
                Arguments.of("{" + topics + ",\"data\":1,\"retry\":-1}", "retry"),
                Arguments.of("{" + topics + ",\"data\":1,\"retry\":99999999999999999999}", "retry"),
                Arguments.of("{" + topics + ",\"data\":\"\\ud800\"}", "surrogate"),
                Arguments.of("{" + topics + ",\"data\":{\"a\":\"\\udc00\"}}", "surrogate"),
                Arguments.of("{" + topics + ",\"data\":1,\"evnt\":\"a\"}", "\"evnt\" is unknown"),
                Arguments.of("{" + topics + ",\"data\":1,\"private\":\"yes\"}", "\"private\""));
    }

    @ParameterizedTest
    @MethodSource("badUpdates")
    void shouldNameFaultyField(String update, String fault) {
        exchange(Requests.post("/publish", update)).isProblem(400, fault);
        if (update.length() < 300) {
            exchange(Requests.post("/publish", "[{\"topics\":[\"a\"],\"data\":1}," + update + "]"))
                    .isProblem(400, "[1]", fault);
            exchange(Requests.post(
                            "/publish",
                            "application/x-ndjson",
                            "{\"topics\":[\"a\"],\"data\":1}\n\n\r\n" + update + "\n"))
                    .isProblem(400, "line 4", fault);
        }
    }

    @Test
    void shouldPublishAllOrNothing() {
        double published = gateway.metric("sse_events_published_total");
        try (RawClient client = gateway.connect()) {
            client.send(Requests.post("/publish", "[{\"topics\":[\"a\"],\"data\":1},{\"topics\":[\"a\"]}]"))
                    .answer()
                    .isProblem(400, "[1]");
            client.send(Requests.post("/publish", "application/x-ndjson", "{\"topics\":[\"a\"],\"data\":1}\n{"))
                    .answer()
                    .isProblem(400, "line 2");
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(published);
    }

    @Test
    void shouldRefuseEmptyLinesAlone() {
        exchange(Requests.post("/publish", "application/x-ndjson", "\n\r\n")).isProblem(400, "at least one line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a\"", "{}", "{\"msg\":1}", "{\"message\":1,\"x\":2}", "{\"message\":\"\\ud83d\"}"})
    void shouldRefuseOtherBroadcasts(String body) {
        exchange(Requests.post("/broadcast", body)).isProblem(400, "message");
    }

    @Test
    void shouldRefuseAnnouncedLargeBodyBeforeItComes() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000000000\r\n\r\n");
            client.answer()
                    .isProblem(413, "1000 bytes", "limits.max-body-bytes")
                    .announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldNotAskForAnnouncedLargeBody() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldAskForBodyThatFits() {
        String body = "{\"topics\":[\"a\"],\"data\":1}";
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send(body).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseChunksThatAreTooManyWithoutReadingThemAll() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + ("64\r\n" + " ".repeat(100) + "\r\n").repeat(11));
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldTakeBodyOfExactlyTheLimit() {
        String update = "{\"topics\":[\"a\"],\"data\":1}";
        exchange(Requests.post("/publish", update + " ".repeat(1000 - update.length())));
    }

    @Test
    void shouldNotObeyWhatFollowsLargeBody() {
        double published = gateway.metric("sse_events_published_total");
        String small = Requests.publish("a", "x");
        try (RawClient client = gateway.connect()) {
            client.send(Requests.post("/publish", " ".repeat(1001)) + small + small);
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonx", "json", "application/x-www-form-urlencoded", ""})
    void shouldRefuseOtherMediaTypes(String type) {
        Answer answer = exchange(Requests.post("/publish", type, "{}"))
                .isProblem(415, "application/json", "application/x-ndjson");
        assertThat(answer.header("Accept")).isEqualTo("application/json, application/x-ndjson");
        exchange(Requests.post("/broadcast", type, "{}")).isProblem(415, "application/json");
    }

    @Test
    void shouldRefuseMissingMediaType() {
        exchange("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
                .isProblem(415, "no Content-Type");
        exchange("POST /broadcast HTTP/1.1\r\nHost: a\r\n\r\n").isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "Application/JSON",
                " application/json ;x=y",
                "application/json;"
            })
    void shouldTakeMediaTypeHoweverItIsWritten(String type) {
        assertThat(exchange(Requests.post("/broadcast", type, "{\"message\":1}"))
                        .status())
                .isEqualTo(200);
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
            exchange(Requests.get(path, headers)).isProblem(406, "text/event-stream");
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
        exchange(Requests.get(path)).isProblem(400, "percent-encoded UTF-8");
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
        exchange(Requests.get(path)).isProblem(400, "percent-encoded UTF-8");
    }

    @Test
    void shouldRefuseTopicsThatCannotBe() {
        exchange(Requests.get("/events?topic=")).isProblem(400, "empty");
        exchange(Requests.get("/events?topic")).isProblem(400, "empty");
        exchange(Requests.get("/events?topic=a&topic=")).isProblem(400, "empty");
        exchange(Requests.get("/events?topic=a%0ab")).isProblem(400, "control");
        exchange(Requests.get("/events?topic=%00")).isProblem(400, "control");
        exchange(Requests.get("/events?topic=" + "a".repeat(1025))).isProblem(400, "1024 bytes");
        exchange(Requests.get("/events?topic=" + "%C3%A4".repeat(513))).isProblem(400, "1024 bytes");
        exchange(Requests.get("/events?topic=a&topic=b&topic=c&topic=d"))
                .isProblem(400, "limits.max-topics-per-stream", "4");
    }

    @Test
    void shouldRefuseManyParametersRatherThanOverlookTopics() {
        exchange(Requests.get("/events?" + "a&".repeat(1100) + "topic=a")).isProblem(400, "parameters");
    }

    @Test
    void shouldRefuseLongOrderId() {
        exchange(Requests.get("/order-progress/" + "a".repeat(129))).isProblem(400, "128");
    }
}
