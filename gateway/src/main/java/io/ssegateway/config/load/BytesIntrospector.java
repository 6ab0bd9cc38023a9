package io.ssegateway.config.load;

import io.ssegateway.config.Bytes;
import io.ssegateway.config.Sizes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Reads and writes numbers that are {@link Bytes} as sizes. */
final class BytesIntrospector extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated value) {
        return value.hasAnnotation(Bytes.class)
                ? new TextSerializer<Number>(bytes -> Sizes.format(bytes.longValue()))
                : super.findSerializer(config, value);
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated value) {
        if (!value.hasAnnotation(Bytes.class)) {
            return super.findDeserializer(config, value);
        }
        return value.getRawType() == long.class
                ? new TextDeserializer<>(Sizes::parse)
                : new TextDeserializer<>(Sizes::parseInt);
    }
}
