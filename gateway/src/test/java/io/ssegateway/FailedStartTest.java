package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.config.ConfigException;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.ForwardingLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.redis.RedisProcess;
import io.ssegateway.http.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A start that fails, at whatever step, leaves no thread, no lock, no port and no connection. */
@Isolated // It looks at the threads of the whole process.
class FailedStartTest {
    private static final String FAILURE = "This step fails.";

    @TempDir
    private Path folder;

    private Set<Thread> before = Set.of();

    /** What a start does between opening the log and listening, in this order. */
    private enum Step {
        LOG,
        STREAMS,
        CLUSTER,
        REVOCATIONS,
        FIRST_READ,
        HUB
    }

    /** A log with which a start fails at one step. */
    private static final class FailingLog extends ForwardingLog {
        private final Step failing;
        private boolean followed;

        FailingLog(EventLog log, Step failing) {
            super(log);
            this.failing = failing;
            fail(Step.LOG);
        }

        private void fail(Step step) {
            if (step == failing) {
                throw new IllegalStateException(FAILURE);
            }
        }

        @Override
        public void tail(LogTail tail) {
            fail(followed ? Step.REVOCATIONS : Step.STREAMS);
            followed = true;
            super.tail(tail);
        }

        @Override
        public Optional<Cluster> cluster(IntSupplier openStreams) {
            fail(Step.CLUSTER);
            return super.cluster(openStreams);
        }

        @Override
        public Optional<String> problem() {
            fail(Step.FIRST_READ);
            return super.problem();
        }

        @Override
        public Size size() {
            fail(Step.HUB);
            return super.size();
        }
    }

    @BeforeEach
    void rememberThreads() {
        before = threads();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static boolean isGatewaysOwn(Thread thread) {
        return Stream.of("stream-loop-", "management-", "log-", "lettuce-", "subscriptions-", "HttpClient-")
                .anyMatch(thread.getName()::startsWith);
    }

    /** Threads that were not there before. */
    private List<String> left() {
        return threads().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread) && isGatewaysOwn(thread))
                .map(Thread::getName)
                .collect(Collectors.toList());
    }

    private void hasNoThreadLeft() {
        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(left()).isEmpty());
    }

    private String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "log.type=sqlite",
                "log.sqlite.file=" + folder.resolve("log.db"),
                "mercure.subscriptions=true",
                "auth.webhook.url=http://127.0.0.1:1/decide",
                "auth.jwt.jwks-url=http://127.0.0.1:1/keys"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void fails(Step step, String... settings) {
        UnaryOperator<EventLog> around = log -> new FailingLog(log, step);
        assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings), around))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(FAILURE)
                .hasNoSuppressedExceptions();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldReleaseWhatWasOpenedBefore(Step step) {
        String[] settings = settings("server.port=" + FreePort.find(), "management.port=" + FreePort.find());

        fails(step, settings);

        hasNoThreadLeft();
        RunningGateway.start(settings).close();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldLeaveNoConnectionToRedis(Step step) {
        try (RedisProcess redis = RedisProcess.start()) {
            fails(step, "log.type=redis", "log.redis.uri=redis://127.0.0.1:" + redis.port(), "log.redis.streams=2");

            hasNoThreadLeft();
            await().untilAsserted(() -> assertThat(
                            redis.command("CLIENT", "LIST").lines().filter(line -> line.startsWith("id=")))
                    .hasSize(1));
        }
    }

    @ParameterizedTest
    @MethodSource("ports")
    void shouldReleaseEverythingIfAPortIsTaken(String taken, String free) throws IOException {
        String other = free + "=" + FreePort.find();
        try (ServerSocket theirs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] settings = settings(other, taken + "=" + theirs.getLocalPort());
            assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings)))
                    .isInstanceOf(IOException.class)
                    .hasNoSuppressedExceptions();
        }

        hasNoThreadLeft();
        RunningGateway.start(settings(other)).close();
    }

    static Stream<Arguments> ports() {
        return Stream.of(arguments("server.port", "management.port"), arguments("management.port", "server.port"));
    }

    @Test
    void shouldHaveOpenedNothingWhenTheConfigurationIsWrong() {
        String[] settings = settings("management.token=file:" + folder.resolve("missing"));

        assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings))).isInstanceOf(ConfigException.class);

        hasNoThreadLeft();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingIfTheLogIsInUse() throws IOException {
        try (FileChannel file = FileChannel.open(
                        folder.resolve("log.db-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock theirs = file.lock()) {
            assertThat(theirs.isValid()).isTrue();
            assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings())))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("in use")
                    .hasNoSuppressedExceptions();
        }

        hasNoThreadLeft();
        RunningGateway.start(settings()).close();
    }
}
