package io.ssegateway.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in bytes as they are written: {@code 4096}, {@code 8KiB}, {@code 1MiB}, {@code 1GiB}. */
public final class Sizes {

    private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]*)(KiB|MiB|GiB)?");
    private static final String[] UNITS = {"", "KiB", "MiB", "GiB"};

    private Sizes() {}

    /** @throws IllegalArgumentException if the text is not a size, or one of more bytes than an int can hold */
    public static int parseInt(String text) {
        long bytes = parse(text);
        if (bytes > Integer.MAX_VALUE) {
            throw Texts.notA("a size of less than 2GiB", text);
        }
        return (int) bytes;
    }

    /** @throws IllegalArgumentException if the text is not a size, or one of more bytes than a long can hold */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Texts.notA("a size such as 4096, 8KiB or 1MiB", text);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw Texts.notA("a size of less than " + (1L << 33) + "GiB", text);
        }
    }

    /** The text with the largest unit that divides the size; {@link #parse} takes it back. */
    public static String format(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return value + UNITS[unit];
    }

    private static long unit(@Nullable String name) {
        if (name == null) {
            return 1;
        }
        return switch (name) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
