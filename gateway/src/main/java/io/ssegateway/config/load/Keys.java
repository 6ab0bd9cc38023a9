package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every key there is: read off the records, so that nothing is listed twice; with its default. */
final class Keys {

    private static final ObjectNode DEFAULTS = ConfigMapper.INSTANCE.valueToTree(Defaults.CONFIG);
    private static final Map<String, JsonNode> VALUES = new LinkedHashMap<>();
    private static final Map<String, JsonNode> SECTIONS = new LinkedHashMap<>();

    static {
        flatten("", DEFAULTS);
    }

    private Keys() {}

    /** All keys, in the order of the records. */
    static Set<String> all() {
        return Collections.unmodifiableSet(VALUES.keySet());
    }

    /** The defaults as a tree that the caller may change. */
    static ObjectNode defaults() {
        return DEFAULTS.deepCopy();
    }

    /** Whether a key's value is a text that may be empty, which means none. */
    static boolean mayBeEmpty(String key) {
        JsonNode byDefault = VALUES.get(key);
        return byDefault != null
                && byDefault.isString()
                && byDefault.stringValue().isEmpty();
    }

    static boolean isSection(String key) {
        return SECTIONS.containsKey(key);
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
        String section = nearestSection(key);
        return "is not a key"
                + Suggestion.of(key, VALUES.keySet())
                        .map(known -> "; did you mean " + known + "?")
                        .orElseGet(() -> "; " + keysOf(section));
    }

    /** The longest part of a key that is a section; empty if none is. */
    private static String nearestSection(String key) {
        int dot = key.lastIndexOf('.');
        while (dot > 0 && !isSection(key.substring(0, dot))) {
            dot = key.lastIndexOf('.', dot - 1);
        }
        return dot > 0 ? key.substring(0, dot) : "";
    }

    private static String keysOf(String section) {
        JsonNode values = SECTIONS.get(section);
        return values == null
                ? "the sections are " + String.join(", ", DEFAULTS.propertyNames())
                : section + " has the keys " + String.join(", ", values.propertyNames());
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

    private static void flatten(String prefix, JsonNode section) {
        section.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                SECTIONS.put(key, entry.getValue());
                flatten(key + ".", entry.getValue());
            } else {
                VALUES.put(key, entry.getValue());
            }
        });
    }
}
