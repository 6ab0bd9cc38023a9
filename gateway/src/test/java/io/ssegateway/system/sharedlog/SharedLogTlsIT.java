package io.ssegateway.system.sharedlog;

import static io.ssegateway.system.sharedlog.SharedNodes.isAvailable;
import static io.ssegateway.system.sharedlog.SharedNodes.isUnavailable;
import static io.ssegateway.system.sharedlog.SharedNodes.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ssegateway.config.ConfigException;
import io.ssegateway.testing.Certificates;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways that reach their Redis by TLS, with a user and a password. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SharedLogTlsIT {
    @TempDir
    private Path folder;

    private static RunningGateway node(int port, Path authority) {
        return SharedNodes.node(
                "rediss://gateway:s%40cret@127.0.0.1:" + port, "tls", "one", "log.redis.ca-file=" + authority);
    }

    private static void addUser(RedisProcess redis) {
        redis.command("ACL", "SETUSER", "gateway", "on", ">s@cret", "~{tls}:*", "~tls", "+@all");
        redis.command("ACL", "SETUSER", "default", "off");
    }

    @Test
    void shouldServeByTlsAsAUserWithAPassword() {
        Certificates certificates = Certificates.make(folder, "IP:127.0.0.1");
        int port = FreePort.find();
        try (RedisProcess redis = RedisProcess.startWithTls(certificates, port)) {
            addUser(redis);
            try (RunningGateway one = node(port, certificates.authority());
                    EventReader stream = one.subscribe("/events?topic=t")) {
                isAvailable(one);
                published(one, "x");
                assertThat(stream.nextData()).isEqualTo("x");
            }
        }
    }

    /** Neither a certificate that somebody else has signed, nor one for another host; and no word of the password. */
    @ParameterizedTest
    @ValueSource(strings = {"another authority", "another host"})
    void shouldNotTalkToARedisThatItCannotTrust(String what) throws IOException {
        boolean anotherHost = what.equals("another host");
        Certificates certificates = Certificates.make(folder, anotherHost ? "DNS:redis.example" : "IP:127.0.0.1");
        Path trusted = anotherHost
                ? certificates.authority()
                : Certificates.make(Files.createDirectory(folder.resolve("other")), "IP:127.0.0.1")
                        .authority();
        int port = FreePort.find();
        try (RedisProcess redis = RedisProcess.startWithTls(certificates, port)) {
            addUser(redis);
            try (RunningGateway one = node(port, trusted)) {
                isUnavailable(one);
                assertThat(one.manage("/health/log").body())
                        .contains("rediss://gateway:***@127.0.0.1")
                        .doesNotContain("cret");
            }
        }
    }

    /** The file is read anew, so that nobody needs a restart when an authority is replaced. */
    @Test
    void shouldTrustAnAuthorityThatTheFileHasLater() throws IOException {
        Certificates certificates = Certificates.make(folder, "IP:127.0.0.1");
        Path other = Certificates.make(Files.createDirectory(folder.resolve("other")), "IP:127.0.0.1")
                .authority();
        int port = FreePort.find();
        try (RedisProcess redis = RedisProcess.startWithTls(certificates, port)) {
            addUser(redis);
            try (RunningGateway one = node(port, other)) {
                isUnavailable(one);
                Files.writeString(other, Files.readString(other) + Files.readString(certificates.authority()));
                await().untilAsserted(() -> isAvailable(one));
            }
        }
    }

    @Test
    void shouldRefuseAFileWithoutCertificates() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        for (Path file : new Path[] {empty, text, folder, folder.resolve("missing.pem")}) {
            assertThatThrownBy(() -> node(1, file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("log.redis.ca-file")
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseAnAuthorityForAConnectionInClearText() {
        Path authority = Certificates.make(folder, "IP:127.0.0.1").authority();
        assertThatThrownBy(
                        () -> SharedNodes.node("redis://127.0.0.1:1", "tls", "one", "log.redis.ca-file=" + authority))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.redis.ca-file")
                .hasMessageContaining("rediss://");
    }
}
