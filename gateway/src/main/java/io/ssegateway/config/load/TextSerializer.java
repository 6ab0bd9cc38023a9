package io.ssegateway.config.load;

import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a value as the text that a {@link TextDeserializer} takes back. */
class TextSerializer<T> extends ValueSerializer<T> {

    private final Function<T, String> formatter;

    TextSerializer(Function<T, String> formatter) {
        this.formatter = formatter;
    }

    @Override
    public final void serialize(T value, JsonGenerator json, SerializationContext context) {
        json.writeString(formatter.apply(value));
    }
}
