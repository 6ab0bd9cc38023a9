package io.ssegateway.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot grow: the kernel's limit of file sizes stands in for a full disk, which only root could make. */
class SqliteFullDiskIT {
    private static final int LIMIT_BYTES = 32 * 1024;

    @TempDir
    private Path folder;

    @Test
    void shouldRefusePublishesKeepStreamsAndGoOnWhenThereIsRoom() throws Exception {
        String file = "log.sqlite.file=" + folder.resolve("log.db");
        try (GatewayProcess gateway = GatewayProcess.start("log.type=sqlite", file, "stream.welcome=false");
                EventReader stream =
                        EventReader.of(RawClient.connect(address(gateway.url())).get("/events?topic=a"))) {
            stream.nextId();
            for (int i = 0; i < 20; i++) {
                assertThat(publish(gateway, "before-" + i).status()).isEqualTo(200);
                assertThat(stream.nextData()).isEqualTo("before-" + i);
            }
            isUp(gateway);

            limitFileSizes(gateway, String.valueOf(LIMIT_BYTES));

            // What was written already is written over until the file would have to grow.
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> publish(gateway, "x".repeat(LIMIT_BYTES)).status() == 503);
            Answer refused = publish(gateway, "refused");
            refused.isProblem(503);
            assertThat(refused.header("Retry-After")).isNotNull();
            isDown(gateway);

            limitFileSizes(gateway, "unlimited");

            await().until(() -> manage(gateway, "/health/log").status() == 200);
            isUp(gateway);
            assertThat(publish(gateway, "after").status()).isEqualTo(200);
            String next = stream.nextData();
            while (next.equals("x".repeat(LIMIT_BYTES))) {
                next = stream.nextData();
            }
            assertThat(next).isEqualTo("after");
            gateway.stop();
        }
    }

    private static void isUp(GatewayProcess gateway) {
        assertThat(manage(gateway, "/health/ready").json().get("log").stringValue())
                .isEqualTo("available");
        assertThat(manage(gateway, "/health/log").status()).isEqualTo(200);
        assertThat(manage(gateway, "/metrics").body()).containsPattern("(?m)^sse_log_up 1");
    }

    private static void isDown(GatewayProcess gateway) {
        Answer ready = manage(gateway, "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().get("log").stringValue()).isEqualTo("unavailable");
        Answer log = manage(gateway, "/health/log");
        assertThat(log.status()).isEqualTo(503);
        assertThat(log.body()).contains("log.db", "check the disk");
        assertThat(manage(gateway, "/metrics").body()).containsPattern("(?m)^sse_log_up 0");
    }

    private static void limitFileSizes(GatewayProcess gateway, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(gateway.pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).as("prlimit (Debian: util-linux)").isZero();
    }

    private static Answer publish(GatewayProcess gateway, String data) {
        try (RawClient client = RawClient.connect(address(gateway.url()))) {
            return client.post("/publish", "{\"topics\":[\"a\"],\"data\":\"" + data + "\"}")
                    .answer();
        }
    }

    private static Answer manage(GatewayProcess gateway, String path) {
        try (RawClient client = RawClient.connect(address(gateway.management()))) {
            return client.get(path).answer();
        }
    }

    private static InetSocketAddress address(URI url) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
    }
}
