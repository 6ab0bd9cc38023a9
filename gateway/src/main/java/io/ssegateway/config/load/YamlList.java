package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads a list of sections from one text: YAML in its flow form, such as <code>[{prefix: /prices/}]</code>. */
final class YamlList {

    private YamlList() {}

    /** @throws ConfigException if the text is not empty and not one list either */
    static ArrayNode read(String key, Setting setting) {
        String text = setting.value().stringValue();
        if (text.isBlank()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        try (YAMLParser parser = (YAMLParser) ConfigMapper.INSTANCE.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw notAList(key, text).at(setting.source());
            }
            ArrayNode list = new YamlValues(parser, setting::source).list(key);
            if (parser.nextToken() != null) {
                throw notAList(key, text).at(setting.source());
            }
            return list;
        } catch (JacksonException e) {
            throw new ConfigException(key, YamlProblem.describe(e)).at(setting.source());
        }
    }

    private static ConfigException notAList(String key, String text) {
        return new ConfigException(key, "must be a list such as [{prefix: /prices/}], but is " + Texts.quote(text));
    }
}
