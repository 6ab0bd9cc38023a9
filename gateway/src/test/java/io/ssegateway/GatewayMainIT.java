package io.ssegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, and what it logs when it starts. */
class GatewayMainIT {
    private static final Pattern LISTENS = Pattern.compile("listening on (\\S+), management on");

    @TempDir
    private Path folder;

    private ProcessBuilder gateway(List<String> jvm, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP", // Tests that run under nohup would hand down that it is ignored.
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of(
                "-Dlog4j2.configurationFile=" + Path.of("..", "config", "log4j2.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName(),
                "--set=server.port=0",
                "--set=management.port=0"));
        for (String setting : settings) {
            command.add("--set=" + setting);
        }
        return new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }

    private static URI url(BufferedReader output) throws Exception {
        Matcher listens = LISTENS.matcher(String.valueOf(output.readLine()));
        assertThat(listens.find()).isTrue();
        return URI.create(listens.group(1));
    }

    @Test
    void shouldOutliveAHangup() throws Exception {
        Process process = gateway(List.of()).start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            URI url = url(output);

            new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            await().atMost(30, TimeUnit.SECONDS).until(() -> log().contains("SIGHUP does not stop the gateway"));

            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(url.resolve("/")).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(log()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldWarnOfSlowerSockets() throws Exception {
        Process process = gateway(List.of("-Dio.netty.transport.noNative=true")).start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            url(output);
            await().untilAsserted(() -> assertThat(log()).contains("WARN", "epoll cannot be loaded"));
            assertThat(log()).doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }
}
