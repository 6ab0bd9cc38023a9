package io.ssegateway.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Numbers, booleans and words as they are written, more strictly than the JDK and YAML read them: a value that two
 * readers could take for two things ({@code 010}, {@code yes}) is refused.
 */
public final class Texts {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]*");

    private Texts() {}

    /** A URL for logs and messages: its query may be a secret. */
    public static String withoutQuery(String url) {
        return url.replaceFirst("\\?.*", "?***");
    }

    /** @throws IllegalArgumentException if the text is no whole number, or one that an int cannot hold */
    public static int parseInt(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw notA("a whole number", text);
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException overflow) {
            throw notA("a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE, text);
        }
    }

    /** @throws IllegalArgumentException if the text is neither true nor false */
    public static boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw notA("true or false", text);
        };
    }

    /**
     * The constant with this {@linkplain #word spelling}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <E extends Enum<E>> E parseWord(Class<E> type, String text) {
        E[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findAny()
                .orElseThrow(() ->
                        notA(Arrays.stream(constants).map(Texts::word).collect(Collectors.joining(" or ")), text));
    }

    /** How a constant is written: in lower case, kebab-case. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static IllegalArgumentException notA(String accepted, String text) {
        return new IllegalArgumentException("must be " + accepted + ", but is " + quote(text));
    }

    /** A value for a message of one line, however it was meant. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().limit(200).forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(text.length() > 200 ? "…\"" : "\"").toString();
    }
}
