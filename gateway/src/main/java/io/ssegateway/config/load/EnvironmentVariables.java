package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.StringNode;

/**
 * Settings from the environment: {@code SSE_GATEWAY_} and the key in upper case with {@code _} for its dots and dashes.
 */
final class EnvironmentVariables {

    private static final String PREFIX = "SSE_GATEWAY_";

    /**
     * Variables with the prefix that are not ours to judge. The launcher reads JAVA_OPTS. The others are what
     * Kubernetes puts into the environment of every pod beside a service called sse-gateway (its "service links"): to
     * stop there would keep the gateway from starting wherever it is deployed under its own name.
     */
    private static final Pattern IGNORED = Pattern.compile(PREFIX + "(JAVA_OPTS|SERVICE_.*|PORT|PORT_.*)");

    private static final Map<String, String> KEYS =
            Keys.all().stream().collect(Collectors.toUnmodifiableMap(EnvironmentVariables::name, Function.identity()));

    private EnvironmentVariables() {}

    /** The variable that sets a key. */
    static String name(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * @throws ConfigException if a variable has the prefix and sets nothing: it would be a typing error gone unnoticed
     */
    static Map<String, Setting> read(Map<String, String> environment) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        // Sorted, so that of two errors always the same one is reported.
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !IGNORED.matcher(name).matches()) {
                settings.put(key(name), new Setting(StringNode.valueOf(value), "environment variable " + name));
            }
        });
        return settings;
    }

    private static String key(String name) {
        String key = KEYS.get(name);
        if (key == null) {
            throw new ConfigException(
                    name,
                    "is an environment variable that does not set any key"
                            + Suggestion.of(name, KEYS.keySet())
                                    .map(known -> "; did you mean " + known + "?")
                                    .orElse("; unset it"));
        }
        return key;
    }
}
