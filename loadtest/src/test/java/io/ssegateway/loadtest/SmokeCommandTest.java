package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeCommandTest {

    private final Console console = new Console();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldSayThatTheGatewayIsNotBuilt() {
        assertThat(console.execute("smoke", "--gateway", folder.toString())).isOne();

        assertThat(console.out())
                .contains("FAILED", "sse-gateway.jar does not exist; build it", "0 checks passed, 1 failed");
    }

    @Test
    void shouldSayThatTheGatewayDidNotStart() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        new JarOutputStream(Files.newOutputStream(folder.resolve("sse-gateway.jar")), manifest).close();

        assertThat(console.execute("smoke", "--gateway", folder.toString())).isOne();

        assertThat(console.out())
                .contains("FAILED", "the gateway ended with exit code 1, see ", "0 checks passed, 1 failed");
    }

    @Test
    void shouldRefuseAnUnknownOption() {
        assertThat(console.execute("smoke", "--streams", "5")).isEqualTo(2);
    }
}
