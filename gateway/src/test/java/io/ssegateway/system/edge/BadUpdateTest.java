package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishes that are no updates: each answer says what was wrong, and the connection stays usable. */
@ExtendWith(NoWarnings.class)
class BadUpdateTest {
    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("limits.max-body-bytes=1000", "limits.max-topics-per-stream=3");

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
        gateway.exchangeAndReuse(Requests.post("/publish", body)).isProblem(400, where, column);
        gateway.exchangeAndReuse(Requests.post("/broadcast", body)).isProblem(400, where, column);
    }

    @Test
    void shouldRefuseBodiesThatAreNoText() {
        gateway.exchangeAndReuse(
                        "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n"
                                + "\"\u00c3(\u00ff\"")
                .isProblem(400, "not valid JSON");
        gateway.exchangeAndReuse(Requests.post("/publish", "")).isProblem(400, "empty");
        gateway.exchangeAndReuse(Requests.post("/publish", "  \n ")).isProblem(400, "empty");
        gateway.exchangeAndReuse(Requests.post("/publish", "[".repeat(900))).isProblem(400);
        gateway.exchangeAndReuse(Requests.post("/publish", "9".repeat(999))).isProblem(400);
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
        gateway.exchangeAndReuse(Requests.post("/publish", update)).isProblem(400, fault);
        if (update.length() < 300) {
            gateway.exchangeAndReuse(Requests.post("/publish", "[{\"topics\":[\"a\"],\"data\":1}," + update + "]"))
                    .isProblem(400, "[1]", fault);
            gateway.exchangeAndReuse(Requests.post(
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
        gateway.exchangeAndReuse(Requests.post("/publish", "application/x-ndjson", "\n\r\n"))
                .isProblem(400, "at least one line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a\"", "{}", "{\"msg\":1}", "{\"message\":1,\"x\":2}", "{\"message\":\"\\ud83d\"}"})
    void shouldRefuseOtherBroadcasts(String body) {
        gateway.exchangeAndReuse(Requests.post("/broadcast", body)).isProblem(400, "message");
    }
}
