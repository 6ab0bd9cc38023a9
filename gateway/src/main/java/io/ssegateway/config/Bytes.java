package io.ssegateway.config;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** A number of bytes: written as a {@linkplain Sizes size}, such as {@code 8KiB}. */
@JacksonAnnotationsInside
@JsonDeserialize(using = Bytes.Deserializer.class)
@JsonSerialize(using = Bytes.Serializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface Bytes {

    final class Deserializer extends TextDeserializer<Integer> {
        Deserializer() {
            super(Sizes::parseInt);
        }
    }

    final class Serializer extends TextSerializer<Integer> {
        Serializer() {
            super(Sizes::format);
        }
    }
}
