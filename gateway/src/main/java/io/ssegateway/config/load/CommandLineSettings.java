package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.StringNode;

/** Settings from {@code --set key=value}; of two for one key, the later one is used. */
final class CommandLineSettings {

    private CommandLineSettings() {}

    /** @throws ConfigException if an argument has no key or no equals sign */
    static Map<String, Setting> read(List<String> arguments) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("--set", "must be key=value, but is " + Texts.quote(argument));
            }
            String key = argument.substring(0, equals);
            String value = argument.substring(equals + 1);
            settings.put(key, new Setting(StringNode.valueOf(value), "--set " + key));
        }
        return settings;
    }
}
