package io.ssegateway.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.GatewayMain;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open few descriptors. */
class DescriptorsIT {
    private static final Pattern LISTENS = Pattern.compile("listening on (\\S+), management on (\\S+) .*");

    @TempDir
    private Path folder;

    private Process start(int descriptors, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "ulimit -n " + descriptors + " && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName()));
        List.of(settings).forEach(setting -> command.addAll(List.of("--set", setting)));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private static InetSocketAddress address(String url) {
        URI uri = URI.create(url);
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    @Test
    void shouldBeHealthyAndTakePublishesInAFloodOfConnections() throws Exception {
        List<RawClient> flood = new ArrayList<>();
        Process gateway = start(400, "server.port=0", "management.port=0", "limits.publisher-reserve=16");
        try (BufferedReader output = gateway.inputReader(UTF_8)) {
            String line = output.readLine();
            assertThat(line).as(stderr()).isNotNull();
            Matcher listens = LISTENS.matcher(line);
            assertThat(listens.find()).isTrue();
            InetSocketAddress server = address(listens.group(1));
            try (RawClient publisher = RawClient.connect(server)) {
                publisher.send(Requests.publish("a", "x")).answer();
                for (int i = 0; i < 2000; i++) {
                    flood.add(RawClient.connect(server));
                    if (i % 100 == 0) {
                        assertThat(publisher
                                        .send(Requests.publish("a", "x"))
                                        .answer()
                                        .status())
                                .isEqualTo(200);
                        try (RawClient operator = RawClient.connect(address(listens.group(2)))) {
                            assertThat(operator.get("/health/ready").answer().status())
                                    .isEqualTo(200);
                        }
                    }
                }
            }
            assertThat(stderr())
                    .contains("connections fit into the 400 file descriptors", "400 file descriptors of the process")
                    .doesNotContain("Too many open files");
        } finally {
            flood.forEach(RawClient::close);
            gateway.destroyForcibly().onExit().join();
        }
    }

    @Test
    void shouldNotStartWhereNothingFits() throws Exception {
        Process gateway = start(200, "server.port=0", "management.port=0");
        assertThat(gateway.waitFor()).isEqualTo(2);
        assertThat(stderr())
                .startsWith("sse-gateway: limits.max-connections: the process may open 200 file descriptors")
                .doesNotContain("\tat ");
    }
}
