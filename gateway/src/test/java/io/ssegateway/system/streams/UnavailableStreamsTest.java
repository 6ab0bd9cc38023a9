package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.Tokens;
import io.ssegateway.topic.Interest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While something is away that a stream depends on, its client is told to come back, by {@code limits.overload} as over
 * a limit.
 */
class UnavailableStreamsTest {
    private static final List<String> PATHS = List.of("/events", "/.well-known/mercure");
    private static final String NOWHERE = "http://127.0.0.1:" + FreePort.find() + "/";

    /** Something that is away. */
    enum Away {
        WEBHOOK("webhook-unavailable"),
        KEYS("keys-unavailable"),
        LOG("log-unavailable");

        private final String reason;

        Away(String reason) {
            this.reason = reason;
        }

        RunningGateway start(String... further) {
            Stream<String> away = switch (this) {
                case WEBHOOK -> Stream.of("auth.webhook.url=" + NOWHERE);
                case KEYS -> Stream.of("auth.jwt.jwks-url=" + NOWHERE);
                case LOG -> Stream.of();
            };
            return RunningGateway.start(
                    log -> this == LOG ? new UnreadableLog(log) : log,
                    Stream.concat(away, Stream.of(further)).toArray(String[]::new));
        }

        /** A request for a stream that needs what is away. */
        String request(String method, String path) {
            return switch (this) {
                case WEBHOOK -> Requests.request(method, path + "?topic=a", "Connection: close");
                case KEYS ->
                    Requests.request(
                            method,
                            path + "?topic=a",
                            "Connection: close",
                            "Authorization: Bearer "
                                    + Tokens.token(
                                            "{\"alg\":\"RS256\",\"kid\":\"hub\"}", JwtAlgorithm.RS256, "hub", "{}"));
                case LOG ->
                    Requests.request(
                            method, path + "?topic=a", "Connection: close", "Last-Event-ID: a publisher's own");
            };
        }

        double refused(RunningGateway gateway) {
            return gateway.metric("sse_connections_rejected_total{reason=\"" + reason + "\"}");
        }
    }

    /** Nobody can look into it. */
    private static final class UnreadableLog extends ForwardingLog {
        UnreadableLog(EventLog log) {
            super(log);
        }

        @Override
        public CompletionStage<Page> read(Position after, Interest interest, int limit) {
            return CompletableFuture.failedStage(new LogUnavailableException("a test"));
        }

        @Override
        public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
            return CompletableFuture.supplyAsync(() -> {
                throw new LogUnavailableException("a test");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellBrowsersToComeBack(Away away) {
        try (RunningGateway gateway = away.start("limits.overload=retry", "cors.allowed-origins=https://app.example")) {
            for (String path : PATHS) {
                Answer answer = gateway.exchange(
                        away.request("GET", path).replace("Connection: close", "Origin: https://app.example"));

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
                assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
                assertThat(answer.body()).matches("retry: (\\d{4,5})\n*");
                answer.announcesClose();
            }
            assertThat(away.refused(gateway)).isEqualTo(PATHS.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswer503UnlessSaidOtherwise(Away away) {
        try (RunningGateway gateway = away.start("limits.retry-after=20s")) {
            for (String path : PATHS) {
                Answer answer = gateway.exchange(away.request("GET", path)).isProblem(503);

                assertThat(Integer.parseInt(String.valueOf(answer.header("Retry-After"))))
                        .isBetween(20, 40);
            }
            assertThat(away.refused(gateway)).isEqualTo(PATHS.size());
        }
    }

    /** No browser's EventSource asks this way. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerOtherMethodsByAnError(Away away) {
        try (RunningGateway gateway = away.start("limits.overload=retry");
                RawClient client = gateway.connect()) {
            for (String path : PATHS) {
                client.send(away.request("HEAD", path).replace("Connection: close", "X: y"));
                assertThat(client.head().status()).isEqualTo(503);
            }
            assertThat(away.refused(gateway)).isZero();
        }
    }
}
