package io.ssegateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.testing.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {

    @Test
    void shouldNameVariablesAfterKeys() {
        assertThat(EnvironmentVariables.name("limits.max-connections-per-address"))
                .isEqualTo("SSE_GATEWAY_LIMITS_MAX_CONNECTIONS_PER_ADDRESS");
        assertThat(Keys.all().stream().map(EnvironmentVariables::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "SSE_GATEWAY",
                "SSE_GATEWAYS_X",
                "sse_gateway_server_port",
                "SSE_GATEWAY_JAVA_OPTS",
                "SSE_GATEWAY_SERVICE_HOST",
                "SSE_GATEWAY_SERVICE_PORT",
                "SSE_GATEWAY_SERVICE_PORT_HTTP",
                "SSE_GATEWAY_PORT",
                "SSE_GATEWAY_PORT_8080_TCP",
                "SSE_GATEWAY_PORT_8080_TCP_ADDR"
            })
    void shouldIgnoreWhatOthersPutThere(String name) {
        assertThat(load(Map.of(name, "tcp://10.0.0.1:8080"))).isEqualTo(ConfigLoader.defaults());
    }

    /** What {@code KEY=$UNSET} leaves behind would switch off what it was to set, and nobody would notice. */
    @Test
    void shouldRefuseAnEmptyTextWhereverItIsNotWrittenOnPurpose() {
        List<String> keys = Keys.all().stream().filter(Keys::mayBeEmpty).toList();
        assertThat(keys)
                .contains(
                        "management.token",
                        "auth.jwt.publisher.key",
                        "auth.jwt.subscriber.key",
                        "auth.jwt.jwks-url",
                        "auth.jwt.issuer",
                        "auth.jwt.audience",
                        "auth.webhook.url");
        for (String key : keys) {
            for (String empty : List.of("", " ")) {
                ConfigException inEnvironment = error(Map.of(EnvironmentVariables.name(key), empty));
                assertThat(inEnvironment.key()).isEqualTo(key);
                assertThat(inEnvironment)
                        .hasMessageStartingWith(key + ": must not be empty here")
                        .hasMessageEndingWith("(environment variable " + EnvironmentVariables.name(key) + ")");
                assertThat(Samples.setError(key + "=" + empty))
                        .hasMessageStartingWith(key + ": must not be empty here")
                        .hasMessageEndingWith("(--set " + key + ")");
            }
        }
        assertThat(Samples.loadYaml("auth:", "  jwt:", "    publisher:", "      key: \"\""))
                .isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldIgnoreNoKeysVariable() {
        Keys.all()
                .forEach(key -> assertThat(EnvironmentVariables.read(Map.of(EnvironmentVariables.name(key), "x")))
                        .containsOnlyKeys(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSE_GATEWAY_",
                "SSE_GATEWAY_JAVA_OPTIONS",
                "SSE_GATEWAY_JAVA_OPTS_",
                "SSE_GATEWAY_PORTS",
                "SSE_GATEWAY_SERVER",
                "SSE_GATEWAY_server_port"
            })
    void shouldRefuseVariablesThatSetNothing(String name) {
        ConfigException error = error(Map.of(name, "1"));

        assertThat(error.key()).isEqualTo(name);
        assertThat(error).hasMessageStartingWith(name + ": is an environment variable that does not set any key");
    }

    @Test
    void shouldSuggestTheVariableThatWasMeant() {
        assertThat(error(Map.of("SSE_GATEWAY_LIMITS_MAX_CONECTIONS", "1")))
                .hasMessageEndingWith("; did you mean SSE_GATEWAY_LIMITS_MAX_CONNECTIONS?");
        assertThat(error(Map.of("SSE_GATEWAY_TLS_KEY", "1"))).hasMessageEndingWith("; unset it");
    }

    @Test
    void shouldTellAlwaysTheSameOfTwoErrors() {
        assertThat(error(Map.of("SSE_GATEWAY_B", "1", "SSE_GATEWAY_A", "1", "SSE_GATEWAY_C", "1"))
                        .key())
                .isEqualTo("SSE_GATEWAY_A");
    }

    @Test
    void shouldNameTheVariableOfABadValue() {
        assertThat(error(Map.of("SSE_GATEWAY_STREAM_MAX_AGE", "1d")))
                .hasMessage("stream.max-age: must be a duration such as 500ms, 15s, 2m or 1h, but is \"1d\""
                        + " (environment variable SSE_GATEWAY_STREAM_MAX_AGE)");
    }

    private static GatewayConfig load(Map<String, String> environment) {
        return ConfigLoader.load(null, environment, List.of());
    }

    private static ConfigException error(Map<String, String> environment) {
        return Samples.error(() -> load(environment));
    }
}
