package io.ssegateway.config.load;

import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Parses a scalar's text; the parser throws an {@link IllegalArgumentException} that says what is accepted. */
class TextDeserializer<T> extends ValueDeserializer<T> {

    private final Function<String, T> parser;

    TextDeserializer(Function<String, T> parser) {
        this.parser = parser;
    }

    @Override
    public final T deserialize(JsonParser json, DeserializationContext context) {
        return parser.apply(json.getString());
    }
}
