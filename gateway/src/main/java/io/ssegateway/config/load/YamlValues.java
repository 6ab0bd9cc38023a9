package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import java.util.function.Supplier;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the value of one key from YAML's tokens: each scalar as its original text. Lists hold scalars and flat
 * sections, so there is no recursion, however deep a file nests.
 */
final class YamlValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final YAMLParser parser;
    private final Supplier<String> source;

    /** @param source where the parser is, for messages */
    YamlValues(YAMLParser parser, Supplier<String> source) {
        this.parser = parser;
        this.source = source;
    }

    /** The list whose start is the current token. */
    ArrayNode list(String key) {
        ArrayNode items = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                items.add(section(key + "[" + items.size() + "]"));
            } else if (isScalar()) {
                items.add(scalar(key));
            } else {
                throw error(key, "must be a list of values, but has a " + kind() + " in it");
            }
        }
        return items;
    }

    private ObjectNode section(String key) {
        ObjectNode section = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String full = key + "." + name;
            parser.nextToken();
            if (!isScalar()) {
                throw error(full, "must be a single value, but is a " + kind());
            }
            if (section.has(name)) {
                throw error(full, "is there twice");
            }
            section.set(name, scalar(full));
        }
        return section;
    }

    /** The scalar that is the current token. */
    StringNode scalar(String key) {
        if (parser.isCurrentAlias()) {
            throw error(key, "must be written out: YAML aliases are not supported");
        }
        return NODES.stringNode(parser.getString());
    }

    /** What the current token begins, for messages. */
    String kind() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "section";
            case START_ARRAY -> "list";
            case VALUE_NULL -> "gap";
            default -> "single value";
        };
    }

    private boolean isScalar() {
        return parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL;
    }

    private ConfigException error(String key, String problem) {
        return new ConfigException(key, problem).at(source.get());
    }
}
