package io.ssegateway.config;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** A number of bytes that may be more than an int counts: written as a {@linkplain Sizes size}, such as {@code 8KiB}. */
@JacksonAnnotationsInside
@JsonDeserialize(using = LargeBytes.Deserializer.class)
@JsonSerialize(using = LargeBytes.Serializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface LargeBytes {

    final class Deserializer extends TextDeserializer<Long> {
        Deserializer() {
            super(Sizes::parse);
        }
    }

    final class Serializer extends TextSerializer<Long> {
        Serializer() {
            super(Sizes::format);
        }
    }
}
