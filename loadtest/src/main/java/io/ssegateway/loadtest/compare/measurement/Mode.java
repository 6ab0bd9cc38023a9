package io.ssegateway.loadtest.compare.measurement;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How messages are published while a server is measured.
 *
 * @param inFlight messages that are published but not delivered to all, at most; 0 if that is not bounded
 * @param rate messages a second, whether they are delivered or not; 0 if the one before has to be delivered first
 */
public record Mode(int inFlight, double rate) {

    /** Nothing is published: a server of its own opens the streams, and its memory is measured. */
    public static final Mode IDLE = new Mode(0, 0);

    private static final String IDLE_WORD = "idle";
    private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,3})|(\\d{1,4}(?:\\.\\d{1,3})?)/s");

    /**
     * Reads {@code 16} for as many in flight, {@code 20/s} for a rate, or {@code idle}.
     *
     * @throws IllegalArgumentException if it is none of them; the message says so
     */
    public static Mode parse(String text) {
        if (text.equals(IDLE_WORD)) {
            return IDLE;
        }
        Matcher matcher = WRITTEN.matcher(text);
        if (matcher.matches()) {
            if (matcher.group(1) != null) {
                return new Mode(Integer.parseInt(matcher.group(1)), 0);
            }
            double rate = Double.parseDouble(matcher.group(2));
            if (rate > 0) {
                return new Mode(0, rate);
            }
        }
        throw new IllegalArgumentException(
                "'%s' is not a mode: 16 for as many messages in flight, 20/s for a rate, idle for memory"
                        .formatted(text));
    }

    public boolean isIdle() {
        return equals(IDLE);
    }

    /** For people. */
    public String title() {
        if (isIdle()) {
            return IDLE_WORD;
        }
        if (rate > 0) {
            return number(rate) + " messages a second";
        }
        return inFlight == 1 ? "one message at a time" : inFlight + " messages in flight";
    }

    /** What {@link #parse} reads. */
    @Override
    public String toString() {
        return isIdle() ? IDLE_WORD : rate > 0 ? number(rate) + "/s" : Integer.toString(inFlight);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
