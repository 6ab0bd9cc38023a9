package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.ssegateway.auth.TokenVerifiers;
import io.ssegateway.config.AuthConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.http.CrossSite;
import io.ssegateway.http.JsonBody;
import io.ssegateway.http.Problem;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.Outbound;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code /publish} and {@code /broadcast}: a request is taken whole or not at all. */
class PublishEndpointTest {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    private static final AuthConfig OPEN = ConfigLoader.defaults().auth();
    private static final Authorizer ANYBODY = new Authorizer(
            OPEN,
            new TokenAuthenticator(
                    OPEN,
                    ConfigLoader.defaults().cors(),
                    TokenVerifiers.of(ConfigLoader.defaults().auth().jwt(), Duration.ofSeconds(10)),
                    new CrossSite(List.of())),
            RevocationChecks.NONE,
            Optional.empty(),
            new ProvisionalStreams(ImmediateEventExecutor.INSTANCE));

    private final Core core = Core.start(() -> 1, GatewayMetrics.NONE);

    @AutoClose
    private final Pipeline publisher = Pipeline.posting("/publish", new PublishEndpoint(core.hub(), ANYBODY));

    @AutoClose
    private final Pipeline broadcaster =
            Pipeline.posting("/broadcast", new BroadcastEndpoint(core.hub(), ANYBODY, NOON));

    @AutoClose("finishAndReleaseAll")
    private final EmbeddedChannel subscriber = new EmbeddedChannel(DefaultChannelId.newInstance());

    PublishEndpointTest() {
        core.streams()
                .add(new Subscriber(
                        StreamWriters.http1(subscriber, false),
                        "/events",
                        Interest.in(new Topic("a"), Topic.BROADCAST),
                        Duration.ZERO,
                        reason -> {}));
        subscriber.flush();
        assertThat(delivered()).isEqualTo("id: 1-0\n\n");
    }

    private String delivered() {
        subscriber.runPendingTasks();
        return Outbound.text(subscriber);
    }

    @Test
    void shouldPublishOneUpdate() {
        String answer = publisher.post("/publish", JSON, "{\"topics\":[\"a\"],\"data\":\"x\"}");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"ids\":[\"1-1\"],\"positions\":[\"1-1\"]}");
        assertThat(delivered()).isEqualTo("id: 1-1\ndata: x\n\n");
    }

    @Test
    void shouldPublishAnArrayInItsOrder() {
        String answer = publisher.post(
                "/publish",
                JSON,
                "[{\"topics\":[\"a\"],\"data\":1},{\"topics\":[\"b\"],\"data\":2},{\"topics\":[\"a\"],\"data\":3,\"id\":\"mine\"}]");

        assertThat(answer).endsWith("{\"ids\":[\"1-1\",\"1-2\",\"mine\"],\"positions\":[\"1-1\",\"1-2\",\"1-3\"]}");
        assertThat(delivered()).isEqualTo("id: 1-1\ndata: 1\n\nid: mine\ndata: 3\n\n");
    }

    @Test
    void shouldPublishLinesAndSkipBlankOnes() {
        String answer = publisher.post(
                "/publish", NDJSON, "\r\n{\"topics\":[\"a\"],\"data\":1}\r\n \t\n{\"topics\":[\"a\"],\"data\":\"ä\"}");

        assertThat(answer).endsWith("{\"ids\":[\"1-1\",\"1-2\"],\"positions\":[\"1-1\",\"1-2\"]}");
        assertThat(delivered()).isEqualTo("id: 1-1\ndata: 1\n\nid: 1-2\ndata: ä\n\n");
    }

    @Test
    void shouldNameTheIndexAndPublishNothingOfAnArrayWithAFault() {
        String answer = publisher.post("/publish", JSON, "[{\"topics\":[\"a\"],\"data\":1},{\"topics\":[\"a\"]}]");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "[1]: ", "data");
        assertThat(delivered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"topics\":[\"a\"]}", "{", "x", "{} {}", "[1]"})
    void shouldNameTheLineAndPublishNothingOfLinesWithAFault(String faulty) {
        String answer =
                publisher.post("/publish", NDJSON, "{\"topics\":[\"a\"],\"data\":1}\n\n" + faulty + "\n{\"topics\":1}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "line 3: ");
        assertThat(delivered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " "})
    void shouldRefuseABodyWithoutAnUpdate(String body) {
        assertThat(publisher.post("/publish", NDJSON, body)).startsWith("HTTP/1.1 400");
        assertThat(publisher.post("/publish", JSON, body)).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", "[\n]"})
    void shouldRefuseAnArrayWithoutAnUpdate(String body) {
        assertThat(publisher.post("/publish", JSON, body))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "at least one update");
        assertThat(publisher.post("/publish", NDJSON, body)).startsWith("HTTP/1.1 400");
        assertThat(delivered()).isEmpty();
    }

    static List<String> brokenJson() {
        String update = "{\"topics\":[\"a\"],\"data\":";
        return List.of(
                "{",
                "{\r",
                "[",
                "\"",
                "tru",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1,",
                "{\"topics\":[\"a\"",
                "{\"topics\":[\"a\",",
                update,
                update + "\"x",
                update + "\"\\",
                update + "\"\\u12",
                update + "\"\\x\"}",
                update + "[[[",
                update + "{\"b\":{\"c\":",
                update + "1",
                update + "1.",
                update + "1e",
                update + "-",
                update + "01}",
                update + "NaN}",
                update + "+1}",
                update + "1,}",
                update + "1}}",
                update + "1} 2",
                update + "1,\"data\":2}",
                update + "\"a\tb\"}",
                "{\r\"data\":}",
                "/* a */ 1",
                "\u0000\u0000\u0000A",
                "[".repeat(2_000),
                "[".repeat(2_000) + "]".repeat(2_000),
                update + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                update + "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_001),
                update + "9".repeat(5_000) + "}",
                update + "-0." + "1".repeat(5_000) + "}",
                update + "1e" + "1".repeat(5_000) + "}",
                update + "1e2147483648}",
                update + "-1.5e-2147483648}",
                update + "1e99999999999}",
                update + ".5}",
                update + "1.}",
                update + "Infinity}",
                update + "'a'}",
                update + "1,a:2}",
                update + "1 # a}",
                "{\"" + "n".repeat(60_000) + "\":1}");
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void shouldTellNothingOfTheParserItself(String body) {
        assertThat(detail(publisher.post("/publish", JSON, body))).satisfies(PublishEndpointTest::isForPublishers);
        assertThat(detail(broadcaster.post("/broadcast", JSON, body))).satisfies(PublishEndpointTest::isForPublishers);
        assertThat(delivered()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void shouldNameTheLineOfAFaultOnce(String line) {
        String good = "{\"topics\":[\"a\"],\"data\":1}";
        String detail = detail(publisher.post("/publish", NDJSON, good + "\r\n\n" + line + "\r\n" + good));

        assertThat(detail)
                .satisfies(PublishEndpointTest::isForPublishers)
                .startsWith("line 3: ")
                .doesNotContain("at line");
        assertThat(delivered()).isEmpty();
    }

    private static String detail(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        return new JsonMapper()
                .readTree(answer.substring(answer.indexOf("\r\n\r\n")))
                .get("detail")
                .stringValue();
    }

    private static void isForPublishers(String detail) {
        assertThat(detail)
                .hasSizeLessThan(1_000)
                .doesNotContainIgnoringCase("Source", "REDACTED", "jackson", "Exception")
                .doesNotContain("StreamRead", "JsonRead", "Feature", "start marker", "`", "\n", "\r");
    }

    /**
     * A string longer than the parser takes at all, which needs a larger {@code limits.max-body-bytes} than is usual.
     */
    @Test
    void shouldTellNothingOfTheParserWhenAStringIsTooLong() {
        InputStream endless = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                int next = begun ? 's' : '"';
                begun = true;
                return next;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) 's');
                into[offset] = (byte) read();
                return length;
            }
        };

        assertThatThrownBy(() -> JsonBody.parse(endless))
                .isInstanceOf(Problem.class)
                .satisfies(problem -> isForPublishers(String.valueOf(problem.getMessage())))
                .hasMessageContaining("String value length");
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.10",
        "0.0, 0.0",
        "100, 100",
        "12345678901234567890, 12345678901234567890",
        "12345678901234567890.10, 12345678901234567890.10",
        "0.1000000000000000055511151231257827, 0.1000000000000000055511151231257827",
        "1e400, 1E+400",
        "-1.50E-7, -1.50E-7"
    })
    void shouldKeepEveryDigitOfANumber(String number, String sent) {
        broadcaster.post("/broadcast", JSON, "{\"message\":[" + number + "]}");
        assertThat(delivered()).contains("\"message\":[" + sent + "],");
        publisher.post("/publish", JSON, "{\"topics\":[\"a\"],\"data\":" + number + "}");
        assertThat(delivered()).endsWith("\ndata: " + sent + "\n\n");
        publisher.post("/publish", JSON, "[{\"topics\":[\"a\"],\"data\":{\"n\":" + number + "}}]");
        assertThat(delivered()).endsWith("\ndata: {\"n\":" + sent + "}\n\n");
        publisher.post("/publish", NDJSON, "{\"topics\":[\"a\"],\"data\":[" + number + "]}");
        assertThat(delivered()).endsWith("\ndata: [" + sent + "]\n\n");
    }

    @Test
    void shouldRefuseAnotherContentType() {
        assertThat(publisher.post("/publish", "text/plain", "{}"))
                .startsWith("HTTP/1.1 415")
                .contains(JSON, NDJSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hi\"", "{\"a\":[1]}", "null", "12"})
    void shouldBroadcastAnyJsonValue(String message) {
        String answer = broadcaster.post("/broadcast", JSON, "{\"message\":" + message + "}");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"success\":true,\"sentTo\":1,\"id\":\"1-1\"}");
        assertThat(delivered())
                .isEqualTo("id: 1-1\ndata: {\"type\":\"broadcast\",\"message\":" + message
                        + ",\"timestamp\":\"2026-01-02T12:00:00Z\"}\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{}", "\"x\"", "{\"message\":1,\"x\":2}", "{\"message\":\"\\ud800\"}", "{\"message\":1"})
    void shouldRefuseAnotherBroadcast(String body) {
        assertThat(broadcaster.post("/broadcast", JSON, body))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
        assertThat(delivered()).isEmpty();
    }
}
