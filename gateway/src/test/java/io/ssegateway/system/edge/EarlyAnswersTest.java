package io.ssegateway.system.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.http.FormBody;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a request is answered with, and however its body is framed: bytes of a body are never a request, and the
 * request behind it gets its own answer or the connection is closed.
 */
class EarlyAnswersTest {
    private static final int MOST = 4_000;
    private static final String TOKEN =
            MercureTokens.bearer("{\"mercure\":{\"publish\":[\"a\",\"second\",\"smuggled\"]}}");
    private static final String JSON = "Content-Type: application/json";
    /** Reads as a request that publishes. */
    private static final String HIDDEN =
            Requests.post("/publish", "application/json", "{\"topics\":[\"smuggled\"],\"data\":\"x\"}", TOKEN);

    private static final String SECOND = Requests.post(
            "/publish", "application/json", "{\"topics\":[\"second\"],\"id\":\"second\",\"data\":\"x\"}", TOKEN);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        AtomicReference<HeldLog> log = new AtomicReference<>();
        gateway = RunningGateway.start(
                around -> {
                    log.set(new HeldLog(around));
                    return log.get();
                },
                MercureTokens.KEY,
                MercureTokens.KEY.replace("subscriber", "publisher"),
                "limits.max-request-line-bytes=1000",
                "limits.max-header-bytes=2000",
                "limits.max-body-bytes=" + MOST);
        requireNonNull(log.get()).open();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /**
     * A request, and its answer if it comes with a whole body and no expectation.
     *
     * @param line method and target
     * @param headers besides Host and what frames the body
     */
    record Case(int status, String line, List<String> headers, String body) {

        static Case of(int status, String line, String... headers) {
            return new Case(status, line, List.of(headers), HIDDEN);
        }

        Case with(String otherBody) {
            return new Case(status, line, headers, otherBody);
        }

        @Override
        public String toString() {
            return status + " to " + line.substring(0, Math.min(60, line.length())) + " " + headers.size();
        }
    }

    static Stream<Case> cases() {
        String foreign = MercureTokens.bearer("{\"mercure\":{\"publish\":[\"other\"]}}");
        String update = "{\"topics\":[\"a\"],\"data\":\"x\"}";
        return Stream.of(
                Case.of(200, "GET /"),
                Case.of(200, "HEAD /"),
                Case.of(204, "OPTIONS /publish"),
                Case.of(200, "POST /publish", JSON, TOKEN).with(update),
                Case.of(503, "POST /publish", JSON, TOKEN).with(update.replace("x", HeldLog.REFUSED)),
                Case.of(400, "POST /publish", JSON, TOKEN),
                Case.of(400, "POST /broadcast", JSON, TOKEN).with("{}" + HIDDEN),
                Case.of(400, "GET /events?topic=%ff"),
                Case.of(400, "GET /order-progress/%zz"),
                Case.of(400, "POST /publish", JSON, TOKEN, "Host: b"),
                Case.of(401, "POST /publish", JSON).with(update),
                Case.of(401, "GET /events", "Authorization: Bearer x.y.z"),
                Case.of(401, "POST /.well-known/mercure", "Content-Type: " + FormBody.TYPE)
                        .with("topic=a"),
                Case.of(403, "POST /publish", JSON, foreign).with(update),
                Case.of(404, "POST /zz"),
                Case.of(404, "HEAD /zz"),
                Case.of(404, "GET /zz"),
                Case.of(405, "PATCH /publish", TOKEN),
                Case.of(405, "DELETE /events"),
                Case.of(405, "CONNECT /"),
                Case.of(406, "GET /events", "Accept: application/json"),
                Case.of(406, "HEAD /timer", "Accept: application/json"),
                Case.of(413, "POST /publish", JSON, TOKEN).with(HIDDEN.repeat(MOST / HIDDEN.length() + 1)),
                Case.of(414, "GET /" + "a".repeat(1_000)),
                Case.of(415, "POST /publish", "Content-Type: text/plain", TOKEN),
                Case.of(431, "POST /publish", JSON, "X: " + "x".repeat(2_000)));
    }

    /** How the body is sent; unfinished, it lacks the bytes that the next request then seems to be. */
    enum Framing {
        LENGTH,
        CHUNKS,
        BOTH,
        LENGTH_UNFINISHED,
        CHUNKS_UNFINISHED;

        boolean isWhole() {
            return this == LENGTH || this == CHUNKS;
        }

        String frame(String body) {
            return switch (this) {
                case LENGTH -> "Content-Length: " + body.length() + "\r\n\r\n" + body;
                case CHUNKS -> "Transfer-Encoding: chunked\r\n\r\n" + chunks(body);
                case BOTH ->
                    "Content-Length: " + body.length() + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(body);
                case LENGTH_UNFINISHED -> "Content-Length: " + (body.length() + 1_000) + "\r\n\r\n" + body;
                case CHUNKS_UNFINISHED -> "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + body;
            };
        }

        private static String chunks(String body) {
            int half = body.length() / 2;
            return chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
        }

        private static String chunk(String part) {
            return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNeverTakeABodyForARequest(Case request) {
        try (EventReader smuggled = gateway.subscribe("/events?topic=smuggled")) {
            for (Framing framing : Framing.values()) {
                for (String expectation : new String[] {"", "Expect: 100-continue\r\n", "Expect: foo\r\n"}) {
                    String head = request.line() + " HTTP/1.1\r\nHost: a\r\n" + expectation
                            + request.headers().stream()
                                    .map(header -> header + "\r\n")
                                    .collect(Collectors.joining());
                    assertThat(answers(head + framing.frame(request.body()) + SECOND, request.line()))
                            .as("%s %s", framing, expectation)
                            .satisfies(answers -> check(answers, request, framing, expectation));
                }
            }
            gateway.exchange(HIDDEN.replace("\"x\"", "\"e\""));
            assertThat(smuggled.nextData())
                    .as("what was published to the hidden topic")
                    .isEqualTo("e");
        }
    }

    private static void check(List<? extends Answer> answers, Case request, Framing framing, String expectation) {
        if (framing.isWhole()) {
            assertThat(answers).isNotEmpty();
        }
        if (answers.isEmpty()) {
            return;
        }
        Answer first = answers.get(0);
        if (framing.isWhole() && !expectation.contains("foo")) {
            assertThat(first.status()).isEqualTo(request.status());
        }
        if (first.status() == 417) {
            assertThat(expectation).contains("foo");
            assertThat(first.header("Content-Type")).isEqualTo("application/problem+json");
        }
        if ("close".equals(first.header("Connection"))) {
            assertThat(answers).hasSize(1);
        } else {
            assertThat(framing.isWhole()).isTrue();
            assertThat(answers).hasSize(2);
            assertThat(answers.get(1).body()).startsWith("{\"ids\":[\"second\"]");
        }
    }

    /** Sends what a connection has to say, and reads the final answers up to the connection's end. */
    private static List<Answer> answers(String requests, String firstLine) {
        List<Answer> answers = new ArrayList<>();
        try (RawClient client = gateway.connect()) {
            client.send(requests).finish();
            while (!client.isAtEnd()) {
                boolean bodiless = answers.isEmpty() && firstLine.startsWith("HEAD ");
                Answer answer = client.head();
                if (answer.status() < 200) {
                    continue;
                }
                String length = String.valueOf(answer.headers()
                        .getOrDefault("content-length", List.of("0"))
                        .get(0));
                String body = bodiless ? "" : client.read(Integer.parseInt(length));
                answers.add(new Answer(answer.status(), answer.headers(), body));
            }
        }
        return answers;
    }

    /** The place of a connection that is over a limit decides nothing about where its requests end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndAConnectionOverALimitWithItsAnswer(int reserve) {
        try (RunningGateway full =
                        RunningGateway.start("limits.max-connections=1", "limits.publisher-reserve=" + reserve);
                EventReader stream = full.subscribe("/events?topic=a")) {
            assertThat(stream.head().status()).isEqualTo(200);
            for (Framing framing : Framing.values()) {
                try (RawClient client = full.connect()) {
                    client.send("GET /events HTTP/1.1\r\nHost: a\r\n" + framing.frame("x") + HIDDEN)
                            .finish();
                    String answer = client.readToEnd();
                    assertThat(answer).doesNotContain("\"ids\"");
                    if (framing.isWhole()) {
                        assertThat(answer)
                                .startsWith("HTTP/1.1 503 ")
                                .containsIgnoringCase("\r\nConnection: close\r\n");
                    }
                }
            }
        }
    }

    @Test
    void shouldAskForATokenBeforeTheBody() {
        String head = "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
        try (RunningGateway gateway = RunningGateway.start("auth.jwt.publisher.key=0123456789abcdef0123456789abcdef")) {
            for (String token : List.of("", "Authorization: Bearer a.b.c\r\n")) {
                for (String body : List.of("Content-Length: 1000000", "Transfer-Encoding: chunked")) {
                    try (RawClient client = gateway.connect()) {
                        client.send(head + token + body + "\r\n\r\n");
                        client.answer().isProblem(401).announcesClose();
                    }
                }
            }
        }
    }
}
