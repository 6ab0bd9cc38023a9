package io.ssegateway.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Requests;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.RunningGateway;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * What Node puts between an application and the gateway, a middleware that compresses and a pool of connections, does
 * no harm.
 */
// A thread of its own, as nothing interrupts one that reads.
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class NodeConnectionsIT {
    private static final File FOLDER = TriedClient.Language.NODE.folder().toFile();

    @AutoClose
    private final RunningGateway gateway = RunningGateway.start("heartbeat.interval=0s");

    private static String url(InetSocketAddress address) {
        return "http://127.0.0.1:" + address.getPort();
    }

    private static Process node(String... command) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(Stream.of("node"), Stream.of(command)).toList())
                .directory(FOLDER)
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void shouldReachItsClientThroughCompression() throws Exception {
        Process proxy = node("compressing-proxy.mjs", url(gateway.address()));
        try (BufferedReader output = proxy.inputReader(UTF_8)) {
            URI events = URI.create("http://127.0.0.1:" + output.readLine() + "/events?topic=compressed");
            HttpResponse<Stream<String>> stream = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(events)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            BodyHandlers.ofLines());
            Iterator<String> lines = stream.body().iterator();

            assertThat(stream.headers().map()).doesNotContainKey("content-encoding");
            assertThat(lines.next()).isNotEmpty();
            gateway.exchange(Requests.publish("compressed", "at once"));
            String line = lines.next();
            while (!line.equals("data: at once")) {
                line = lines.next();
            }
        } finally {
            proxy.destroyForcibly().onExit().join();
        }
    }

    @Test
    void shouldLeaveNoDeadConnectionInAPool() throws Exception {
        int rounds = Rounds.of(6, 100);
        Process pool = node("pool.mjs", url(gateway.address()), url(gateway.managementAddress()), "" + rounds);
        try (BufferedReader output = pool.inputReader(UTF_8)) {
            assertThat(output.lines()).hasSize(2 * rounds).containsOnly("200");
        } finally {
            pool.destroyForcibly().onExit().join();
        }
    }
}
