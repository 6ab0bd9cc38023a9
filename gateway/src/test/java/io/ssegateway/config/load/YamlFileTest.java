package io.ssegateway.config.load;

import static io.ssegateway.testing.Samples.error;
import static io.ssegateway.testing.Samples.loadYaml;
import static io.ssegateway.testing.Samples.yamlError;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.ConfigException;
import io.ssegateway.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "{}", "server:\n", "server: {}\n", "\uFEFF"})
    void shouldTakeTheDefaultsWhereNothingIsSaid(String text) {
        assertThat(loadYaml(text)).isEqualTo(ConfigLoader.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port: 1",
                "server: {port: 1}",
                "{\"server\": {\"port\": 1}}",
                "server:\n  port: '1'",
                "server:\r\n  port: 1\r\n",
                "\uFEFFserver:\n  port: 1",
                "%YAML 1.1\n---\nserver:\n  port: 1"
            })
    void shouldTakeEveryWayOfWritingAKey(String text) {
        assertThat(loadYaml(text).server().port()).isEqualTo(1);
    }

    @Test
    void shouldTakeAListInAnyForm() {
        List<String> origins = List.of("https://a.example", "*");

        assertThat(loadYaml("cors:", "  allowed-origins:", "    - https://a.example", "    - '*'")
                        .cors()
                        .allowedOrigins())
                .isEqualTo(origins);
        assertThat(loadYaml("cors.allowed-origins: [https://a.example, \"*\"]")
                        .cors()
                        .allowedOrigins())
                .isEqualTo(origins);
        assertThat(loadYaml("cors.allowed-origins: https://a.example,*").cors().allowedOrigins())
                .isEqualTo(origins);
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        Path file = folder.resolve("none.yaml");

        assertThat(fileError(file)).hasMessage(file + ": there is no such file");
    }

    @Test
    void shouldSayThatTheFileCannotBeRead() {
        assertThat(fileError(folder)).hasMessageStartingWith(folder + ": cannot be read: ");
    }

    @Test
    void shouldSayThatTheFileIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'#', (byte) 0xe4, '\n'});

        assertThat(fileError(file)).hasMessageContaining("must be UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\n b: 2            | line 2, column 3  | mapping values are not allowed here",
                "server:\\n\\tport: 1    | line 2, column 1  | cannot start any token",
                "server: [1, 2           | line 1, column 14 | while parsing a flow sequence",
                "server: \"x             | line 1, column 11 | found unexpected end of stream",
                "server: 1\\n}           | line 2, column 1  | expected <block end>",
                "? [x, y]\\n: 1          | line 1, column 4  | Expected a property name",
                "server: @x              | line 1, column 9  | cannot start any token",
                "server: \\u0000         | line 1, column 1  | special characters are not allowed",
            })
    void shouldSayWhereTheYamlIsBroken(String text, String place, String problem) {
        String yaml = text.replace("\\u0000", "\\0").translateEscapes();

        ConfigException error = error(() -> ConfigLoader.load(Samples.file(yaml), Map.of(), List.of()));

        assertThat(error)
                .hasMessageContaining(": is not valid YAML at " + place)
                .hasMessageContaining(problem);
        assertThat(error.getMessage()).doesNotContain("\n");
    }

    @Test
    void shouldRefuseNestingWithoutEndInsteadOfOverflowingTheStack() {
        assertThat(yamlError("a: " + "[".repeat(100_000)).key()).isEqualTo("a");
        assertThat(yamlError("{a: ".repeat(100_000))).hasMessageContaining("is not valid YAML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- server      | list",
                "[]            | list",
                "server        | single value",
                "8080          | single value",
            })
    void shouldRefuseAFileThatIsNoTree(String text, String kind) {
        assertThat(yamlError(text))
                .hasMessageContaining("must have sections such as server: at the top, but has a " + kind);
    }

    @Test
    void shouldRefuseASecondDocument() {
        assertThat(yamlError("server: {port: 1}", "---", "server: {port: 2}"))
                .hasMessageContaining("must be one document, but another begins at line 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server:\\n  port: 1\\n  port: 2              | server.port | line 3",
                "server:\\n  port: 1\\nserver:\\n  host: ::1  | server      | line 3",
                "server:\\n  port: 1\\nserver.port: 2         | server.port | line 3",
                "server.port: 2\\nserver:\\n  port: 1         | server.port | line 3",
                "'x': 1\\nx: 2                                | x           | line 2",
            })
    void shouldRefuseAKeyThatIsThereTwice(String text, String key, String line) {
        ConfigException error = yamlError(text.translateEscapes());

        assertThat(error.key()).isEqualTo(key);
        assertThat(error).hasMessageContaining(key + ": is there twice").hasMessageEndingWith(line + ")");
    }

    @Test
    void shouldRefuseAScalarOrAListForASection() {
        assertThat(yamlError("server: 5")).hasMessageContaining("server: is a section: server has the keys host, port");
        assertThat(yamlError("server: [host]")).hasMessageContaining("server: is a section");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port:", "port: null", "port: # 1"})
    void shouldRefuseAKeyWithoutAValue(String line) {
        assertThat(yamlError("server:", "  " + line))
                .hasMessageContaining("server.port: must have a value; delete the line for the default, 8080")
                .hasMessageContaining("line 2");
        assertThat(yamlError("cors.allowed-origins:").key()).isEqualTo("cors.allowed-origins");
    }

    @Test
    void shouldRefuseAnotherShape() {
        assertThat(yamlError("server:", "  port: [1]"))
                .hasMessageContaining("server.port: must be a single value, but is a list");
        assertThat(yamlError("server:", "  port: {}"))
                .hasMessageContaining("server.port: must be a single value, but is a section");
        assertThat(yamlError("server:", "  port: {a: 1}").key()).isEqualTo("server.port");
        assertThat(yamlError("cors:", "  allowed-origins: {}"))
                .hasMessageContaining("cors.allowed-origins: must be a list, but is a section");
        assertThat(yamlError("cors:", "  allowed-origins: [[a]]"))
                .hasMessageContaining("cors.allowed-origins: must be a list of values, but has a list in it");
        assertThat(yamlError("cors:", "  allowed-origins:", "    - {a: b}"))
                .hasMessageContaining("has a section in it");
        assertThat(yamlError("cors:", "  allowed-origins:", "    -")).hasMessageContaining("has a gap in it");
    }

    @Test
    void shouldRefuseUnknownKeysWithTheirLine() {
        assertThat(yamlError("server:", "  prot: 1"))
                .hasMessageContaining("server.prot: is not a key; did you mean server.port?")
                .hasMessageContaining("line 2");
        assertThat(yamlError("tls:", "  port: 1")).hasMessageContaining("tls: is not a key");
        assertThat(yamlError("limit:").key()).isEqualTo("limit");
        assertThat(yamlError("server.:", "  port: 1").key()).isEqualTo("server.");
        assertThat(yamlError("1: 1").key()).isEqualTo("1");
    }

    @Test
    void shouldRefuseAliasesInsteadOfTakingTheirNamesForValues() {
        assertThat(yamlError("server.host: &here localhost", "management.host: *here"))
                .hasMessageContaining("management.host: must be written out: YAML aliases are not supported");
        assertThat(yamlError("server: &a {port: 1}", "management:", "  <<: *a")).hasMessageContaining("management.<<");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1.0",
                "0x1F",
                "1_000",
                "+1",
                "010",
                "0o10",
                "1e3",
                ".inf",
                "~",
                "abc",
                "!!str abc",
                "|\n    1"
            })
    void shouldNotReadNumbersAsYamlDoes(String value) {
        assertThat(yamlError("transport:", "  backlog: " + value))
                .hasMessageContaining("transport.backlog: must be a whole number, but is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "True", "TRUE", "y", "1", "!!bool True"})
    void shouldNotReadBooleansAsYamlDoes(String value) {
        assertThat(yamlError("demo:", "  enabled: " + value)).hasMessageContaining("must be true or false, but is ");
    }

    private static ConfigException fileError(Path file) {
        return error(() -> ConfigLoader.load(file, Map.of(), List.of()));
    }
}
