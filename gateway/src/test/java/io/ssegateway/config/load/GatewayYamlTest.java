package io.ssegateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * config/gateway.yaml is the reference that operators read, and has the defaults: it says what the code does, key by
 * key.
 */
class GatewayYamlTest {

    @Test
    void shouldBeTheDefaults() {
        assertThat(ConfigLoader.load(Samples.GATEWAY_YAML, Map.of(), List.of())).isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldHaveEveryKeyInTheOrderOfTheRecordsAndNoOther() {
        List<String> keys = YamlFile.read(Samples.GATEWAY_YAML).keySet().stream()
                .filter(key -> !Keys.isSection(key))
                .toList();

        assertThat(keys).containsExactlyElementsOf(Keys.all());
    }

    @Test
    void shouldCommentEverySection() throws IOException {
        List<String> lines = Files.readAllLines(Samples.GATEWAY_YAML);

        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("[a-z-]+:")) {
                assertThat(lines.get(i + 1)).as("below " + lines.get(i)).startsWith("  # ");
            }
        }
    }
}
