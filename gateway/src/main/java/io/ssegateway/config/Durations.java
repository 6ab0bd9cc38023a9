package io.ssegateway.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written: {@code 500ms}, {@code 15s}, {@code 2m}, {@code 1h}. */
public final class Durations {

    private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]*)(ms|s|m|h)");

    private Durations() {}

    /**
     * @throws IllegalArgumentException if the text is not a duration, or one of more milliseconds than a long can hold
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Texts.notA("a duration such as 500ms, 15s, 2m or 1h", text);
        }
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), millis(matcher.group(2))));
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw Texts.notA("a duration of less than 292 million years", text);
        }
    }

    /**
     * The shortest text that {@link #parse} takes back; the duration is one of whole milliseconds, and not negative.
     */
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

    /** For messages, where a duration may have no notation: negative, endless or of nanoseconds. */
    static String describe(Duration duration) {
        boolean writable = !duration.isNegative()
                && duration.getSeconds() <= Long.MAX_VALUE / 1000 - 1
                && duration.getNano() % 1_000_000 == 0;
        return writable ? format(duration) : duration.toString();
    }

    /**
     * For people, as they write it: {@code 150 ms}, {@code 2.5 s}, {@code 1 min 45 s}, {@code 3 d 4 h}; smaller units
     * are omitted.
     */
    public static String words(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 10_000 && millis % 1_000 >= 100) {
            return millis / 1_000 + "." + millis % 1_000 / 100 + " s";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
                : two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
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
