package io.ssegateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every key there is, with its default: read off the records, so that nothing is listed twice. */
final class Keys {

    private static final ObjectNode DEFAULTS = ConfigMapper.INSTANCE.valueToTree(GatewayConfig.defaults());
    private static final Map<String, JsonNode> VALUES = flatten();

    private Keys() {}

    /** All keys, in the order of the records. */
    static Set<String> all() {
        return VALUES.keySet();
    }

    /** The defaults as a tree that the caller may change. */
    static ObjectNode defaults() {
        return DEFAULTS.deepCopy();
    }

    static boolean isSection(String key) {
        return DEFAULTS.has(key);
    }

    /**
     * The value in the shape that the key needs: a list of texts or of complete sections for a list, else one text.
     *
     * @throws ConfigException if there is no such key, or the value has another shape
     */
    static JsonNode shape(String key, Setting setting) {
        JsonNode byDefault = VALUES.get(key);
        if (byDefault == null) {
            throw new ConfigException(key, isSection(key) ? "is a section: " + keysOf(key) : unknown(key))
                    .at(setting.source());
        }
        boolean sections = SectionLists.contains(key);
        JsonNode value = setting.value();
        if (byDefault.isArray() && value.isString()) {
            value = sections ? YamlList.read(key, setting) : split(value.stringValue());
        }
        if (value.isNull()) {
            throw new ConfigException(key, "must have a value; delete the line for the default, " + byDefault)
                    .at(setting.source());
        }
        if (value.isObject() || value.isArray() != byDefault.isArray()) {
            String accepted = byDefault.isArray() ? "a list" : "a single value";
            throw new ConfigException(
                            key, "must be " + accepted + ", but is a " + (value.isObject() ? "section" : "list"))
                    .at(setting.source());
        }
        if (value.isArray()) {
            requireItems(key, value, sections, setting.source());
        }
        return sections ? SectionLists.complete(key, value, setting.source()) : value;
    }

    private static void requireItems(String key, JsonNode list, boolean sections, String source) {
        for (JsonNode item : list) {
            if (item.isObject() != sections) {
                throw new ConfigException(
                                key,
                                sections
                                        ? "must be a list of sections, but has a single value in it"
                                        : "must be a list of values, but has a section in it")
                        .at(source);
            }
        }
    }

    private static String unknown(String key) {
        String section = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
        return "is not a key"
                + Suggestion.of(key, VALUES.keySet())
                        .map(known -> "; did you mean " + known + "?")
                        .orElseGet(() -> "; " + keysOf(section));
    }

    private static String keysOf(String section) {
        return isSection(section)
                ? section + " has the keys "
                        + String.join(", ", DEFAULTS.get(section).propertyNames())
                : "there are the sections " + String.join(", ", DEFAULTS.propertyNames());
    }

    private static ArrayNode split(String text) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        if (!text.isBlank()) {
            for (String item : text.split(",", -1)) {
                items.add(item.strip());
            }
        }
        return items;
    }

    private static Map<String, JsonNode> flatten() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        DEFAULTS.properties()
                .forEach(section -> section.getValue()
                        .properties()
                        .forEach(entry -> values.put(section.getKey() + "." + entry.getKey(), entry.getValue())));
        return Collections.unmodifiableMap(values);
    }
}
