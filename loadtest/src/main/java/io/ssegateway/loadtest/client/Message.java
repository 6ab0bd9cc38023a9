package io.ssegateway.loadtest.client;

import org.jspecify.annotations.Nullable;

/**
 * What the load test publishes: words that survive any JSON around them, filled up to the wanted size. The run's name tells
 * this run's messages from all others on the same stream.
 *
 * @param run       letters and digits
 * @param sequence  from 0
 * @param sentNanos {@link System#nanoTime} when its publishing began
 */
public record Message(String run, int sequence, long sentNanos) {

    private static final String MARK = "loadtest-";

    /** At least {@code size} characters, all of them fit for a JSON string. */
    public String text(int size) {
        StringBuilder text = new StringBuilder(Math.max(size, 64));
        text.append(MARK)
                .append(run)
                .append(' ')
                .append(sequence)
                .append(' ')
                .append(sentNanos)
                .append(' ');
        while (text.length() < size) {
            text.append('x');
        }
        return text.toString();
    }

    /** The message of this run inside an event's data, or null if there is none. */
    public static @Nullable Message find(String run, String data) {
        String mark = MARK + run + ' ';
        int begin = data.indexOf(mark);
        int sequence = begin + mark.length();
        int sent = data.indexOf(' ', sequence) + 1;
        int end = data.indexOf(' ', sent);
        if (begin < 0 || sent == 0 || end < 0) {
            return null;
        }
        try {
            return new Message(
                    run, Integer.parseInt(data, sequence, sent - 1, 10), Long.parseLong(data, sent, end, 10));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
