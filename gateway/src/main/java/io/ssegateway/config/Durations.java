package io.ssegateway.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written: {@code 500ms}, {@code 15s}, {@code 2m}, {@code 1h}. */
public final class Durations {

    private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]*)(ms|s|m|h)");

    private Durations() {}

    /** @throws IllegalArgumentException if the text is no duration, or one of more milliseconds than a long counts */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Texts.notA("a duration such as 500ms, 15s, 2m or 1h", text);
        }
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), millis(matcher.group(2))));
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw Texts.notA("a duration that is not that long", text);
        }
    }

    /** The shortest text that {@link #parse} takes back; the duration is one of whole milliseconds, and not negative. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (String unit : new String[] {"h", "m", "s"}) {
            if (millis % millis(unit) == 0) {
                return millis / millis(unit) + unit;
            }
        }
        return millis + "ms";
    }

    /** For messages, where a duration may be one that nobody could write: negative, endless or of nanoseconds. */
    static String describe(Duration duration) {
        boolean writable = !duration.isNegative()
                && duration.getSeconds() <= Long.MAX_VALUE / 1000 - 1
                && duration.getNano() % 1_000_000 == 0;
        return writable ? format(duration) : duration.toString();
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
