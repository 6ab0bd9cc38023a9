package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.load.ConfigWriter;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only operators may do needs their token; health does not. */
class ManagementTokenTest {
    private static final String TOKEN = "0123456789abcdef-\u00fc";
    private static RunningGateway gateway;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        gateway = RunningGateway.start("management.token=file:" + file);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/log"})
    void shouldTellEverybodyOfItsHealth(String path) {
        assertThat(gateway.manage(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/connections", "/cluster"})
    void shouldTellTheRestToOperatorsAlone(String path) {
        // In UTF-8, as curl sends it.
        String bytes = new String(TOKEN.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(gateway.manage(path, "Authorization: Bearer " + bytes).status())
                .isEqualTo(200);
        assertThat(gateway.manage(path, "Authorization: bearer \t " + bytes).status())
                .isEqualTo(200);
        assertThat(gateway.manage(path, "Authorization: Basic YTpi", "Authorization: Bearer " + bytes)
                        .status())
                .isEqualTo(401);
        Answer refused = gateway.manage(path);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.body()).contains("management.token").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdef",
                "Bearer 0123456789abcdef-x",
                "bearer 0123456789abcdef-x",
                "Basic MDEyMzQ1Njc4OWFiY2RlZg=="
            })
    void shouldRefuseEveryOtherToken(String header) {
        assertThat(gateway.manage("/connections", "Authorization: " + header).status())
                .isEqualTo(401);
    }

    @Test
    void shouldEndNoStreamWithoutTheToken() {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            client.send("DELETE /connections/1 HTTP/1.1\r\nHost: gateway\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(401);
        }
    }

    @Test
    void shouldNotListenToOthersWithoutAToken() {
        assertThatThrownBy(() -> RunningGateway.config("management.host=0.0.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("management.token: is required with management.host: 0.0.0.0");
        assertThatThrownBy(() -> RunningGateway.config("management.token=short"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("management.token");
        assertThatThrownBy(() -> RunningGateway.start("management.token=file:/no/such/file"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("management.token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "short\n"})
    void shouldNotTakeAnEmptyFileForNoToken(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), text);

        assertThatThrownBy(() -> RunningGateway.start("management.token=file:" + file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("management.token: ")
                .hasMessageContaining(text.isBlank() ? "is empty" : "must have at least 16 characters");
    }

    @Test
    void shouldNotPrintTheToken() {
        assertThat(ConfigWriter.toYaml(RunningGateway.config("management.token=0123456789abcdef")))
                .contains("token: '***'")
                .doesNotContain("0123456789abcdef");
        assertThat(RunningGateway.config("management.token=0123456789abcdef").toString())
                .doesNotContain("0123456789abcdef");
    }
}
