package io.ssegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.endpoint.LogFailures;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.testing.Outbound;
import io.ssegateway.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One connection whose answers come when the test says so: what waits, what is read, what is counted. */
class SequentialHttpCodecTest {
    private final BodyBudget budget = new BodyBudget(100_000, 100_000);
    private final Queue<CompletableFuture<String>> pending = new ArrayDeque<>();

    @AutoClose("finishAndReleaseAll")
    private final EmbeddedChannel connection = connect();

    private EmbeddedChannel connect() {
        Endpoint later = exchange -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            pending.add(answer);
            exchange.when(answer, exchange.reply()::json);
        };
        Endpoint broken = exchange -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            pending.add(answer);
            exchange.when(answer, value -> {
                throw new IllegalStateException("a fault of ours");
            });
        };
        Endpoint choosy = exchange -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            pending.add(answer);
            exchange.when(answer, value -> {
                throw Problem.badRequest("Not " + value + ".");
            });
        };
        Endpoint inSteps = exchange -> {
            CompletableFuture<String> first = new CompletableFuture<>();
            CompletableFuture<String> second = new CompletableFuture<>();
            pending.addAll(List.of(first, second));
            exchange.when(first, value -> exchange.when(second, exchange.reply()::json));
        };
        Router router = new Router(
                new RouteTable(List.of(
                        Route.post("/later", later),
                        Route.post("/in-steps", inSteps),
                        Route.post("/broken", broken),
                        Route.post("/choosy", choosy),
                        Route.get("/now", exchange -> exchange.reply().json("now")))),
                new Cors(ConfigLoader.defaults().cors()),
                RequestCheck.NONE,
                LogFailures::answer);
        return new EmbeddedChannel(
                new SequentialHttpCodec(new HttpDecoderConfig()),
                new RequestAggregator(50_000, budget, router),
                router);
    }

    private String send(String requests) {
        connection.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.ISO_8859_1));
        return written();
    }

    private String written() {
        return Outbound.text(connection);
    }

    private String complete(String answer) {
        pending.remove().complete(answer);
        connection.runPendingTasks();
        return written();
    }

    private boolean reads() {
        return connection.config().isAutoRead();
    }

    private void setWritable(boolean writable) {
        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        connection.runPendingTasks();
    }

    private static String post(String path, String body) {
        return Requests.post(path, body);
    }

    @Test
    void shouldReadNothingWhileAnAnswerIsPending() {
        assertThat(send(post("/later", "x") + Requests.get("/now"))).isEmpty();
        assertThat(reads()).isFalse();

        assertThat(complete("first")).contains("\"first\"").endsWith("\"now\"");
        assertThat(reads()).isTrue();
    }

    @Test
    void shouldReadNothingUntilTheLastStepHasAnswered() {
        assertThat(send(post("/in-steps", "x") + Requests.get("/now"))).isEmpty();

        assertThat(complete("first")).isEmpty();
        assertThat(reads()).isFalse();
        assertThat(complete("second")).contains("\"second\"").endsWith("\"now\"");
        assertThat(reads()).isTrue();
    }

    /** Both have a say in whether the connection is read from. */
    @Test
    void shouldNotReadAsLongAsEitherTheClientOrTheLogIsSlow() {
        send(post("/later", "x") + Requests.get("/now"));
        setWritable(false);
        setWritable(true);
        assertThat(reads()).as("while the answer is pending").isFalse();

        setWritable(false);
        assertThat(complete("first")).contains("\"first\"").doesNotContain("\"now\"");
        assertThat(reads()).as("while the client does not read").isFalse();

        setWritable(true);
        assertThat(written()).endsWith("\"now\"");
        assertThat(reads()).isTrue();
    }

    @Test
    void shouldNotTakeRoomForBodiesThatWait() {
        send(post("/later", "x".repeat(40_000)));
        assertThat(budget.taken()).isZero();
        send(post("/later", "y".repeat(40_000)).substring(0, 30_000));
        assertThat(budget.taken()).as("what waits is bytes of one read").isZero();

        complete("first");
        assertThat(budget.taken()).isEqualTo(40_000);
        send("y".repeat(20_000));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldReadABodyToItsEndAlsoFromAClientThatDoesNotRead() {
        String request = post("/later", "x".repeat(1_000));
        send(request.substring(0, 500));
        setWritable(false);
        send(request.substring(500));
        assertThat(pending).hasSize(1);
        assertThat(complete("read")).endsWith("\"read\"");
    }

    @Test
    void shouldAnswerFaultsThatComeLater() {
        send(post("/broken", "x") + post("/choosy", "x") + post("/later", "x") + Requests.get("/now"));
        assertThat(complete("value")).contains(" 500 ", "its log says why").doesNotContain("a fault of ours");
        assertThat(complete("value")).contains(" 400 ", "Not value.");
        pending.remove().completeExceptionally(new LogUnavailableException("the disk is full"));
        connection.runPendingTasks();
        assertThat(written())
                .contains(" 503 ", "retry-after: 1\r\n")
                .doesNotContain("the disk is full")
                .endsWith("\"now\"");
    }

    @Test
    void shouldNotBlameTheLogForOtherFailures() {
        send(post("/later", "x"));
        pending.remove().completeExceptionally(new IllegalStateException("a fault of ours"));
        connection.runPendingTasks();
        assertThat(written()).contains(" 500 ", "its log says why").doesNotContain("a fault of ours");
    }

    @Test
    void shouldDropWhatWaitsWhenTheClientHasGone() {
        send(post("/later", "x") + post("/later", "never"));
        connection.close();
        connection.runPendingTasks();
        assertThat(complete("too late")).isEmpty();
        assertThat(pending).isEmpty();
    }

    @Test
    void shouldEndTheConnectionBehindARequestWithTwoLengths() {
        String two =
                "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        String answers = send(two + Requests.get("/now"));
        if (!pending.isEmpty()) {
            answers += complete("last");
        }
        assertThat(answers).contains("connection: close").doesNotContain("\"now\"");
    }
}
