package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the configuration together: {@code --set} wins over the environment, which wins over the file. */
public final class ConfigLoader {

    private final ObjectNode tree = Keys.defaults();
    private final Map<String, String> sources = new HashMap<>();

    private ConfigLoader() {}

    /** The configuration without any settings. */
    public static GatewayConfig defaults() {
        return Defaults.CONFIG;
    }

    /**
     * The effective configuration. In the environment and in {@code --set} a list is written {@code a,b}, or <code>
     * [{prefix: a}, {prefix: b}]</code> if its items are sections; an empty text is an empty list. Any other value
     * there must not be empty: an unset variable would silently switch off the key, the token or the check that it
     * should set.
     *
     * @param file a YAML file; null for none
     * @param environment all environment variables; those without our prefix are skipped
     * @param settings {@code key=value} each
     * @throws ConfigException for the first error: unknown keys, wrong types, impossible values
     */
    public static GatewayConfig load(@Nullable Path file, Map<String, String> environment, List<String> settings) {
        ConfigLoader loader = new ConfigLoader();
        if (file != null) {
            loader.add(YamlFile.read(file));
        }
        loader.addFilled(EnvironmentVariables.read(environment));
        loader.addFilled(CommandLineSettings.read(settings));
        return loader.bind();
    }

    private void addFilled(Map<String, Setting> settings) {
        settings.forEach((key, setting) -> {
            if (Keys.mayBeEmpty(key) && setting.value().stringValue().isBlank()) {
                throw new ConfigException(
                                key,
                                "must not be empty here, because an unset variable would have the same effect; omit"
                                        + " the setting, or write \"\" in the file to set an empty value")
                        .at(setting.source());
            }
        });
        add(settings);
    }

    private void add(Map<String, Setting> settings) {
        settings.forEach((key, setting) -> {
            if (Keys.isSection(key)
                    && (setting.value().isObject() || setting.value().isNull())) {
                return; // A section: the keys below it are settings of their own.
            }
            JsonNode value = Keys.shape(key, setting);
            ObjectNode section = tree;
            int start = 0;
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', start)) {
                section = (ObjectNode) section.get(key.substring(start, dot));
                start = dot + 1;
            }
            section.set(key.substring(start), value);
            sources.put(key, setting.source());
        });
    }

    private GatewayConfig bind() {
        try {
            return ConfigMapper.INSTANCE.treeToValue(tree, GatewayConfig.class);
        } catch (JacksonException e) {
            ConfigException problem = problem(e);
            String source = sources.get(withoutItem(problem.key()));
            throw source == null ? problem : problem.at(source);
        }
    }

    /** What a record's constructor or a value's parser threw: Jackson wraps both, and knows where it was. */
    private static ConfigException problem(JacksonException e) {
        if (e.getCause() instanceof ConfigException outOfRange) {
            return outOfRange;
        }
        String key = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return new ConfigException(key.substring(1), e.getOriginalMessage());
    }

    /** The key of the list that an item's key is in, such as {@code log.topics} for {@code log.topics[0].prefix}. */
    private static String withoutItem(String key) {
        int bracket = key.indexOf('[');
        return bracket < 0 ? key : key.substring(0, bracket);
    }
}
