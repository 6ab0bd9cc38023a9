package io.ssegateway.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Ranges of values; each check throws a {@link ConfigException} that names the key, the range and the value. */
final class Require {

    static final int MAX_PORT = 65_535;
    static final int MEBIBYTE = 1024 * 1024;
    static final int GIBIBYTE = 1024 * MEBIBYTE;
    static final long TEBIBYTE = 1024L * GIBIBYTE;
    static final Duration ONE_MILLI = Duration.ofMillis(1);

    /** RFC 9110's token. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private Require() {}

    static void between(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw outOfRange(key, String.valueOf(min), String.valueOf(max), String.valueOf(value));
        }
    }

    static void bytesBetween(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw outOfRange(key, Sizes.format(min), Sizes.format(max) + " bytes", String.valueOf(value));
        }
    }

    /** Takes whole milliseconds only: finer ones could not be written, and timers would not keep them. */
    static void between(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw outOfRange(key, Durations.format(min), Durations.format(max), Durations.describe(value));
        }
        if (!value.equals(Duration.ofMillis(value.toMillis()))) {
            throw new ConfigException(key, "must be whole milliseconds, but is " + value);
        }
    }

    static void notEmpty(String key, String value) {
        if (value.isEmpty()) {
            throw new ConfigException(key, "must not be empty");
        }
    }

    static void headerNames(String key, List<String> names) {
        for (String name : names) {
            if (!HEADER.matcher(name).matches()) {
                throw new ConfigException(key, "must be header names, but has " + Texts.quote(name));
            }
        }
    }

    /** The values of one key in all items of a list. */
    static void different(String list, String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            int first = values.indexOf(values.get(i));
            if (first < i) {
                throw new ConfigException(
                        list + "[" + i + "]." + key,
                        "must be unique, but is " + Texts.quote(values.get(i)) + " as in " + list + "[" + first + "]");
            }
        }
    }

    private static ConfigException outOfRange(String key, String min, String max, String value) {
        return new ConfigException(key, "must be from " + min + " to " + max + ", but is " + value);
    }
}
