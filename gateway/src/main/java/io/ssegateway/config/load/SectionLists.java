package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The lists whose items are sections, such as {@code log.topics}, and the keys of such an item: derived from the
 * records, so that nothing is listed twice. In an item a text or a word is required; a missing number or duration is 0.
 */
final class SectionLists {

    /** The values of omitted keys, by the list's key and the name in the item, if they may be omitted. */
    private static final Map<String, Map<String, Optional<JsonNode>>> ITEMS = find();

    private SectionLists() {}

    static boolean contains(String key) {
        return ITEMS.containsKey(key);
    }

    /**
     * The same sections with every key that an item has.
     *
     * @throws ConfigException if one has an unknown key, or lacks a required one
     */
    static ArrayNode complete(String key, JsonNode sections, String source) {
        Map<String, Optional<JsonNode>> known = ITEMS.getOrDefault(key, Map.of());
        ArrayNode complete = JsonNodeFactory.instance.arrayNode();
        for (JsonNode section : sections) {
            String itemKey = key + "[" + complete.size() + "]";
            section.propertyNames().forEach(name -> requireKnown(itemKey, name, known.keySet(), source));
            ObjectNode item = complete.addObject();
            known.forEach((name, leftOut) -> {
                JsonNode value = section.get(name);
                item.set(name, value != null ? value : leftOut.orElseThrow(() -> missing(itemKey, name, source)));
            });
        }
        return complete;
    }

    private static void requireKnown(String itemKey, String name, Set<String> known, String source) {
        if (!known.contains(name)) {
            throw new ConfigException(
                            itemKey + "." + name,
                            "is not a key"
                                    + Suggestion.of(name, known)
                                            .map(meant -> "; did you mean " + meant + "?")
                                            .orElse("; an item has the keys " + String.join(", ", known)))
                    .at(source);
        }
    }

    private static ConfigException missing(String itemKey, String name, String source) {
        return new ConfigException(itemKey + "." + name, "must be there").at(source);
    }

    private static Map<String, Map<String, Optional<JsonNode>>> find() {
        Map<String, Map<String, Optional<JsonNode>>> lists = new LinkedHashMap<>();
        for (RecordComponent section : GatewayConfig.class.getRecordComponents()) {
            for (RecordComponent value : section.getType().getRecordComponents()) {
                if (value.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> item
                        && item.isRecord()) {
                    lists.put(name(section) + "." + name(value), keysOf(item));
                }
            }
        }
        return Collections.unmodifiableMap(lists);
    }

    private static Map<String, Optional<JsonNode>> keysOf(Class<?> item) {
        Map<String, Optional<JsonNode>> keys = new LinkedHashMap<>();
        for (RecordComponent value : item.getRecordComponents()) {
            keys.put(name(value), leftOut(value.getType()));
        }
        return Collections.unmodifiableMap(keys);
    }

    private static Optional<JsonNode> leftOut(Class<?> type) {
        boolean needed = type == String.class || type.isEnum();
        return needed ? Optional.empty() : Optional.of(StringNode.valueOf(type.isPrimitive() ? "0" : "0s"));
    }

    /** As {@link ConfigMapper} names it. */
    private static String name(RecordComponent component) {
        return component.getName().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }
}
