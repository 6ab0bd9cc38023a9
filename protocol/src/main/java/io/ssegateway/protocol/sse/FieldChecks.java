package io.ssegateway.protocol.sse;

import org.jspecify.annotations.Nullable;

/**
 * The checks that make a field safe to encode. Each returns its value, or throws naming the field, the fault and its
 * place.
 */
final class FieldChecks {

    private FieldChecks() {}

    /** No CR, LF or NUL: a line break would start a new field and so let a publisher forge events. */
    static @Nullable String singleLine(String field, @Nullable String value) {
        if (value != null) {
            reject(field, value, '\r', "CR");
            reject(field, value, '\n', "LF");
            reject(field, value, '\0', "NUL");
        }
        return wellFormed(field, value);
    }

    /** No lone surrogate: UTF-8 cannot hold one, and an encoder's replacement would change the value silently. */
    static @Nullable String wellFormed(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw fault(field, "a lone surrogate", i);
                }
                i++;
            }
        }
        return value;
    }

    private static void reject(String field, String value, char forbidden, String name) {
        int index = value.indexOf(forbidden);
        if (index >= 0) {
            throw fault(field, name, index);
        }
    }

    private static IllegalArgumentException fault(String field, String fault, int index) {
        return new IllegalArgumentException(field + " must not contain " + fault + ", but does at index " + index);
    }
}
