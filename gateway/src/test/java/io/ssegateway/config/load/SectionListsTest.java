package io.ssegateway.config.load;

import static io.ssegateway.testing.Samples.loadSet;
import static io.ssegateway.testing.Samples.loadYaml;
import static io.ssegateway.testing.Samples.setError;
import static io.ssegateway.testing.Samples.yamlError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.config.SlowConsumerTopicConfig;
import io.ssegateway.testing.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionListsTest {

    private static final List<LogTopicConfig> PRICES = List.of(
            new LogTopicConfig("/prices/", 10, 1024, Duration.ofMinutes(5)),
            new LogTopicConfig("/orders/", 0, 0, Duration.ZERO));

    @Test
    void shouldTakeAListOfSectionsInAnyForm() {
        String flow = "[{prefix: /prices/, max-events: 10, max-bytes: 1KiB, max-age: 5m}, {prefix: /orders/}]";

        assertThat(loadYaml(
                                "log:",
                                "  topics:",
                                "    - prefix: /prices/",
                                "      max-events: 10",
                                "      max-bytes: 1KiB",
                                "      max-age: 5m",
                                "    - prefix: /orders/")
                        .log()
                        .topics())
                .isEqualTo(PRICES);
        assertThat(loadYaml("log.topics: " + flow).log().topics()).isEqualTo(PRICES);
        assertThat(loadSet("log.topics=" + flow).log().topics()).isEqualTo(PRICES);
        assertThat(loadSet("log.topics=[{\"prefix\":\"/prices/\",\"max-events\":\"10\",\"max-bytes\":\"1KiB\","
                                + "\"max-age\":\"5m\"},{\"prefix\":\"/orders/\"}]")
                        .log()
                        .topics())
                .isEqualTo(PRICES);
        assertThat(ConfigLoader.load(null, Map.of("SSE_GATEWAY_LOG_TOPICS", flow), List.of())
                        .log()
                        .topics())
                .isEqualTo(PRICES);
    }

    @Test
    void shouldReplaceTheWholeList() {
        Path file = Samples.file("slow-consumer.topics: [{prefix: a, policy: skip}, {prefix: b, policy: skip}]\n");

        assertThat(ConfigLoader.load(file, Map.of(), List.of("slow-consumer.topics=[{prefix: a, policy: latest}]"))
                        .slowConsumer()
                        .topics())
                .containsExactly(new SlowConsumerTopicConfig("a", SlowConsumerPolicy.LATEST));
        assertThat(ConfigLoader.load(file, Map.of(), List.of("slow-consumer.topics="))
                        .slowConsumer()
                        .topics())
                .isEmpty();
    }

    @Test
    void shouldRefuseAnUnknownKeyWithItsPlaceAndSuggestTheOneThatWasMeant() {
        assertThat(setError("log.topics=[{prefix: /prices/, max-evnts: 10}]"))
                .hasMessage("log.topics[0].max-evnts: is not a key; did you mean max-events? (--set log.topics)");
        assertThat(yamlError("log:", "  topics:", "    - prefix: a", "    - prefix: b", "      policy: skip"))
                .hasMessageContaining("log.topics[1].policy: is not a key; ")
                .hasMessageContaining(" line ");
        assertThat(setError("slow-consumer.topics=[{prefix: a, policy: skip, xyzxyz: 1}]"))
                .hasMessageContaining(
                        "slow-consumer.topics[0].xyzxyz: is not a key; an item has the keys prefix, policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log.topics=[{max-events: 1}]                  | log.topics[0].prefix           | must be there",
                "log.topics=[{}]                               | log.topics[0].prefix           | must be there",
                "log.topics=[{prefix: ''}]                     | log.topics[0].prefix           | must not be empty",
                "log.topics=[{prefix: a}, {prefix: a}]         | log.topics[1].prefix           | must be unique",
                "log.topics=[{prefix: a, max-events: many}]    | log.topics[0].max-events       | must be a whole number",
                "log.topics=[{prefix: a, max-events: -1}]      | log.topics[0].max-events       | must be from 0 to",
                "log.topics=[{prefix: a, max-bytes: 9000000000GiB}] | log.topics[0].max-bytes | must be a size of less",
                "log.topics=[{prefix: a, max-bytes: 1025GiB}]  | log.topics[0].max-bytes        | must be from 0 to 1024GiB",
                "log.topics=[{prefix: a}, {prefix: b, max-age: 1d}] | log.topics[1].max-age     | must be a duration",
                "log.topics=[{prefix: a, max-age: 8761h}]      | log.topics[0].max-age          | must be from 0s to",
                "log.topics=[{prefix: [a]}]                    | log.topics[0].prefix           | must be a single value, but is a list",
                "log.topics=[{prefix: {a: b}}]                 | log.topics[0].prefix           | must be a single value, but is a section",
                "log.topics=[{prefix: }]                       | log.topics[0].prefix           | must be a single value, but is a gap",
                "log.topics=[{prefix: a, prefix: b}]           | log.topics[0].prefix           | is there twice",
                "log.topics=[{prefix: &x a}, {prefix: *x}]     | log.topics[1].prefix           | must be written out",
                "log.topics=[/prices/]                         | log.topics                     | must be a list of sections, but has a single value in it",
                "log.topics=[[{prefix: a}]]                    | log.topics                     | but has a list in it",
                "log.topics=[]  # nothing\\n--- a               | log.topics                    | must be a list such as [{prefix: /prices/}]",
                "log.topics=/prices/                           | log.topics                     | must be a list such as [{prefix: /prices/}]",
                "log.topics={prefix: /prices/}                 | log.topics                     | must be a list such as [{prefix: /prices/}]",
                "log.topics=[{prefix: a                        | log.topics                     | is not valid YAML",
                "slow-consumer.topics=[{prefix: a}]            | slow-consumer.topics[0].policy | must be there",
                "slow-consumer.topics=[{policy: skip}]         | slow-consumer.topics[0].prefix | must be there",
                "slow-consumer.topics=[{prefix: a, policy: no}] | slow-consumer.topics[0].policy | must be disconnect or skip or latest",
                "slow-consumer.topics=[{prefix: '', policy: skip}] | slow-consumer.topics[0].prefix | must not be empty",
                "slow-consumer.topics=[{prefix: a, policy: skip}, {prefix: a, policy: latest}] | slow-consumer.topics[1].prefix | must be unique",
            })
    void shouldNameTheItemThatIsWrong(String setting, String key, String problem) {
        ConfigException error = setError(setting.translateEscapes());

        assertThat(error.key()).isEqualTo(key);
        assertThat(error)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("(--set " + setting.substring(0, setting.indexOf('=')) + ")");
        assertThat(error.getMessage()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{prefix: /prices/}", "{}", "{prefix: {a: b}}"})
    void shouldRefuseASectionForAList(String section) {
        assertThat(yamlError("log:", "  topics: " + section))
                .hasMessageContaining("log.topics: must be a list, but is a section");
    }

    @Test
    void shouldRefuseSectionsWhereValuesStand() {
        assertThat(yamlError("cors.allowed-origins: [{prefix: a}]"))
                .hasMessageContaining("cors.allowed-origins: must be a list of values, but has a section in it");
        assertThat(yamlError("log.topics:")).hasMessageContaining("log.topics: must have a value");
        assertThat(yamlError("log.topics: [~]")).hasMessageContaining("has a single value in it");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        assertThat(setError("log.topics=" + "[{prefix: ".repeat(100_000)).key()).isEqualTo("log.topics[0].prefix");
        assertThat(setError("log.topics=" + "[".repeat(100_000)).key()).isEqualTo("log.topics");
    }

    @Test
    void shouldBeUnbuildableInCodeAsWell() {
        SlowConsumerTopicConfig topic = new SlowConsumerTopicConfig("", SlowConsumerPolicy.SKIP);

        assertThatThrownBy(
                        () -> new SlowConsumerConfig(SlowConsumerPolicy.SKIP, 1, Duration.ofSeconds(1), List.of(topic)))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldNotChangeWithTheListItWasBuiltFrom() {
        List<LogTopicConfig> topics = new ArrayList<>(PRICES);
        LogConfig log = new LogConfig(
                LogType.MEMORY,
                1,
                0,
                Duration.ZERO,
                1,
                0,
                topics,
                ConfigLoader.defaults().log().sqlite(),
                ConfigLoader.defaults().log().redis());

        topics.clear();

        assertThat(log.topics()).isEqualTo(PRICES);
    }
}
