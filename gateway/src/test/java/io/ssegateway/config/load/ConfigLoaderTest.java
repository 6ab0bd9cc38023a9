package io.ssegateway.config.load;

import static io.ssegateway.testing.Samples.loadSet;
import static io.ssegateway.testing.Samples.loadYaml;
import static io.ssegateway.testing.Samples.setError;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.ServerConfig;
import io.ssegateway.testing.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConfigLoaderTest {

    static Set<String> keys() {
        return Keys.all();
    }

    static Set<String> scalarKeys() {
        Set<String> keys = new HashSet<>(Keys.all());
        keys.removeAll(Set.of(
                "auth.publish-origins",
                "auth.webhook.headers",
                "cors.allowed-headers",
                "cors.allowed-origins",
                "log.topics",
                "management.hosts",
                "server.hosts",
                "slow-consumer.topics"));
        return keys;
    }

    @Test
    void shouldLoadTheDefaultsFromNothing() {
        assertThat(ConfigLoader.load(null, Map.of(), List.of())).isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldHaveASampleForEveryKey() {
        assertThat(Samples.otherValues().keySet()).containsExactlyElementsOf(Keys.all());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldSetEveryKeyAndNoOtherOnTheCommandLine(String key) {
        assertOnlyChanged(key, ConfigLoader.load(null, Map.of(), List.of(sample(key), partnerOf(key))));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldSetEveryKeyAndNoOtherInTheEnvironment(String key) {
        Map<String, String> environment = new HashMap<>();
        for (String setting : List.of(partnerOf(key), sample(key))) {
            String[] keyAndValue = setting.split("=", 2);
            environment.put(EnvironmentVariables.name(keyAndValue[0]), keyAndValue[1]);
        }

        assertOnlyChanged(key, ConfigLoader.load(null, environment, List.of()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldSetEveryKeyAndNoOtherInTheFile(String key) {
        String[] nested = key.split("\\.", 2);
        String value = key.endsWith("-origins")
                ? "[ 'https://app.example.com', '*' ]"
                : Samples.otherValues().get(key);
        String partner = partnerOf(key).replace("=", ": ");
        String[] lines = {nested[0] + ":", "  " + nested[1] + ": " + value, key.equals(partnerKey(key)) ? "" : partner};

        assertOnlyChanged(key, loadYaml(lines));
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentToTheFile() {
        Path file =
                Samples.file("server: {port: 1, demo-page: false}\nmanagement: {port: 1}\ntransport: {backlog: 1}\n");
        Map<String, String> environment = Map.of("SSE_GATEWAY_SERVER_PORT", "2", "SSE_GATEWAY_MANAGEMENT_PORT", "2");

        GatewayConfig config = ConfigLoader.load(file, environment, List.of("server.port=3"));

        assertThat(config.server()).isEqualTo(new ServerConfig("127.0.0.1", 3, List.of(), false, false, false));
        assertThat(config.management().port()).isEqualTo(2);
        assertThat(config.transport().backlog()).isEqualTo(1);
    }

    @Test
    void shouldReplaceListsInsteadOfAddingToThem() {
        Path file = Samples.file("cors:\n  allowed-origins:\n    - https://a.example\n    - https://b.example\n");

        GatewayConfig config =
                ConfigLoader.load(file, Map.of("SSE_GATEWAY_CORS_ALLOWED_ORIGINS", "https://c.example"), List.of());

        assertThat(config.cors().allowedOrigins()).containsExactly("https://c.example");
    }

    @Test
    void shouldTakeTheLastOfTwoSettingsOfOneKey() {
        assertThat(loadSet("server.port=1", "server.port=2").server().port()).isEqualTo(2);
    }

    @Test
    void shouldReadAnEmptyTextAsAnEmptyList() {
        Path file = Samples.file("cors.allowed-origins: ['*']\n");

        assertThat(ConfigLoader.load(file, Map.of(), List.of("cors.allowed-origins="))
                        .cors()
                        .allowedOrigins())
                .isEmpty();
    }

    @Test
    void shouldSplitListsAtCommas() {
        assertThat(loadSet("cors.allowed-origins=https://a.example, http://localhost:3000")
                        .cors()
                        .allowedOrigins())
                .containsExactly("https://a.example", "http://localhost:3000");
        assertThat(setError("cors.allowed-origins=https://a.example,,").key()).isEqualTo("cors.allowed-origins");
    }

    @Test
    void shouldSplitSettingsAtTheFirstEqualsSignOnly() {
        assertThat(setError("server.host=a=b"))
                .hasMessageContaining("\"a=b\"")
                .hasMessageContaining("(--set server.host)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port", "=5", "", "--port 80"})
    void shouldRefuseSettingsWithoutKeyOrValue(String setting) {
        assertThat(setError(setting)).hasMessage("--set: must be key=value, but is \"" + setting + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "limits.max-conections, limits.max-connections",
        "limits.maxConnections, limits.max-connections",
        "limits.max_connections, limits.max-connections",
        "max-connections, limits.max-connections",
        "server.max-connections, limits.max-connections",
        "limit.max-connections, limits.max-connections",
        "LIMITS.MAX-CONNECTIONS, limits.max-connections",
        "server.prot, server.port",
        "port, server.port",
        "managment.port, management.port",
        "cors.allowed-origin, cors.allowed-origins",
    })
    void shouldSuggestTheKeyThatWasMeant(String misspelt, String meant) {
        assertThat(setError(misspelt + "=1"))
                .hasMessage(misspelt + ": is not a key; did you mean " + meant + "? (--set " + misspelt + ")");
    }

    @Test
    void shouldListTheKeysWhereNothingIsClose() {
        assertThat(setError("drain.xyz=1")).hasMessageContaining("drain.xyz: is not a key; drain has the keys timeout");
        assertThat(setError("tls=on"))
                .hasMessageContaining("the sections are server, management, transport, limits, heartbeat,");
        assertThat(setError("server=5"))
                .hasMessageContaining("server: is a section: server has the keys host, port, hosts, demo-page,");
        assertThat(setError("server.port.x=5").key()).isEqualTo("server.port.x");
        assertThat(setError("server.=5").key()).isEqualTo("server.");
        assertThat(setError(".=5").key()).isEqualTo(".");
    }

    /** Those whose values are no free text. */
    static Set<String> strictKeys() {
        Set<String> keys = scalarKeys();
        keys.removeAll(Set.of(
                "management.token",
                "auth.webhook.url",
                "node.id",
                "log.sqlite.file",
                "log.redis.uri",
                "log.redis.ca-file",
                "log.redis.stream"));
        keys.removeIf(key -> key.startsWith("auth.jwt.") && !key.matches(".*(algorithm|skew)"));
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"log.sqlite.file", "log.redis.uri", "log.redis.stream"})
    void shouldRefuseEmptyText(String key) {
        assertThat(setError(key + "=")).hasMessageContaining(key + ": must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", ".a", "a b", "a/b", "☃", "a\nb"})
    void shouldRefuseAnIdOfANodeThatIsNoName(String id) {
        assertThat(setError("node.id=" + id)).hasMessageContaining("node.id: must be up to 64 letters, digits, dots,");
    }

    @Test
    void shouldTakeSectionsInSections() {
        assertThat(Samples.loadYaml("log:", "  sqlite:", "    file: a.db", "  max-events: 7")
                        .log()
                        .sqlite()
                        .file())
                .isEqualTo("a.db");
        assertThat(Samples.loadYaml("log.sqlite: {file: b.db}").log().sqlite().file())
                .isEqualTo("b.db");
        assertThat(setError("log.sqlite=c.db"))
                .hasMessageContaining("log.sqlite: is a section: log.sqlite has the keys file, acknowledge");
        assertThat(setError("log.sqlite.xyz=1"))
                .hasMessageContaining("log.sqlite.xyz: is not a key; log.sqlite has the keys file, acknowledge");
    }

    @ParameterizedTest
    @MethodSource("strictKeys")
    void shouldRefuseNonsenseForEveryKeyAndNameIt(String key) {
        for (String nonsense : List.of("", " ", "-", "a b", "1 ", "null:", "١", "☃")) {
            ConfigException error = setError(key + "=" + nonsense);
            assertThat(error.key()).isEqualTo(key);
            assertThat(error)
                    .hasMessageStartingWith(key + ": must be ")
                    .hasMessageContaining("but is \"" + nonsense + "\"")
                    .hasMessageEndingWith("(--set " + key + ")");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.5", "1e3", "0x1F", "1_000", "+5", "010", "-0", "abc", "1,000", " 1", "1\n", "NaN", "true"})
    void shouldRefuseWhatIsNoWholeNumber(String text) {
        ConfigException error = setError("transport.backlog=" + text);

        assertThat(error).hasMessageContaining("transport.backlog: must be a whole number, but is ");
        assertThat(error.getMessage()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "99999999999999999999999999"})
    void shouldRefuseNumbersThatOverflow(String text) {
        assertThat(setError("limits.max-connections=" + text))
                .hasMessageContaining("must be a whole number from -2147483648 to 2147483647, but is \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "1", "0", "True", "TRUE", "t", "tru"})
    void shouldRefuseWhatIsNoBoolean(String text) {
        assertThat(setError("demo.enabled=" + text))
                .hasMessageContaining("demo.enabled: must be true or false, but is \"" + text + "\"");
    }

    @Test
    void shouldNameTheWordsOfAChoice() {
        assertThat(setError("transport.type=kqueue"))
                .hasMessageContaining("transport.type: must be auto or epoll or nio, but is \"kqueue\"");
        assertThat(setError("limits.overload=REJECT"))
                .hasMessageContaining("must be reject or retry, but is \"REJECT\"");
    }

    @Test
    void shouldKeepMessagesShortAndOnOneLine() {
        ConfigException error = setError("server.host=" + "x\r\n\u001b[31m".repeat(10_000));

        assertThat(error.getMessage()).hasSizeLessThan(1_500).matches("[^\\p{Cntrl}]*");
    }

    @Test
    void shouldTellWhereARangesValueStands() {
        Path file = Samples.file("# one\nlimits:\n  max-topics-per-stream: 0\n");

        assertThat(Samples.error(() -> ConfigLoader.load(file, Map.of(), List.of())))
                .hasMessage("limits.max-topics-per-stream: must be from 1 to 10000, but is 0 (" + file + ", line 3)");
        assertThat(Samples.error(() -> ConfigLoader.load(null, Map.of("SSE_GATEWAY_SERVER_PORT", "65536"), List.of())))
                .hasMessage("server.port: must be from 0 to 65535, but is 65536"
                        + " (environment variable SSE_GATEWAY_SERVER_PORT)");
    }

    @Test
    void shouldRefuseAnOpenHostUntilItIsSaidInSoManyWords() {
        assertThat(setError("server.host=0.0.0.0"))
                .hasMessageContaining("bind to loopback (127.0.0.1 or ::1)")
                .hasMessageContaining("set server.allow-anonymous-publishing: true");
        assertThat(loadSet("server.host=0.0.0.0", "server.allow-anonymous-publishing=true")
                        .server()
                        .host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void shouldRefuseAnOrderStepRangeThatIsUpsideDown() {
        assertThat(setError("demo.order-step-min=6s"))
                .hasMessageContaining(
                        "demo.order-step-min: must be at most demo.order-step-max, which is 5s, but is 6s");
        assertThat(loadSet("demo.order-step-min=5s").demo().orderStepMin()).isEqualTo(Duration.ofSeconds(5));
    }

    private static String sample(String key) {
        return key + "=" + Samples.otherValues().get(key);
    }

    /** The key that must change too, or else the one alone is refused. */
    private static String partnerKey(String key) {
        return switch (key) {
            case "demo.order-step-max" -> "demo.order-step-min";
            case "management.host" -> "management.token";
            case "auth.jwt.subscriber.key" -> "auth.publish";
            default -> key;
        };
    }

    private static String partnerOf(String key) {
        return sample(partnerKey(key));
    }

    private static void assertOnlyChanged(String key, GatewayConfig config) {
        JsonNode tree = ConfigMapper.INSTANCE.valueToTree(config);
        Set<String> changed = new HashSet<>();
        for (String each : Keys.all()) {
            String pointer = "/" + each.replace('.', '/');
            if (!tree.at(pointer).equals(Keys.defaults().at(pointer))) {
                changed.add(each);
            }
        }
        assertThat(changed).isEqualTo(new HashSet<>(List.of(key, partnerKey(key))));
    }
}
