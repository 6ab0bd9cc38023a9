package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ssegateway.FailingLog.Step;
import io.ssegateway.config.ConfigException;
import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    @TempDir
    private Path folder;

    private final GatewayThreads threads = new GatewayThreads();

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

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldReleaseWhatWasOpenedBefore(Step step) {
        String[] settings = settings("server.port=" + FreePort.find(), "management.port=" + FreePort.find());

        FailingLog.failStart(step, settings);

        threads.haveEnded();
        RunningGateway.start(settings).close();
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

        threads.haveEnded();
        RunningGateway.start(settings(other)).close();
    }

    static Stream<Arguments> ports() {
        return Stream.of(arguments("server.port", "management.port"), arguments("management.port", "server.port"));
    }

    @Test
    void shouldHaveOpenedNothingWhenTheConfigurationIsWrong() {
        String[] settings = settings("management.token=file:" + folder.resolve("missing"));

        assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings))).isInstanceOf(ConfigException.class);

        threads.haveEnded();
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

        threads.haveEnded();
        RunningGateway.start(settings()).close();
    }
}
