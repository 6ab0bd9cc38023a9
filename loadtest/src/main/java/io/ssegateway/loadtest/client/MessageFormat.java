package io.ssegateway.loadtest.client;

import org.jspecify.annotations.Nullable;

/**
 * What the load test publishes: words that survive any JSON around them, filled up to the wanted size. The run's name
 * tells this run's messages from all others on the same stream; the filling differs from one message to the next, so
 * that bytes which are lost, doubled or another message's are found.
 *
 * @param run letters and digits
 * @param size of a message in characters, at least
 */
public record MessageFormat(String run, int size) {

    private static final String MARK = "loadtest-";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

    /** A name for a run that no other one has. */
    public static String newRun() {
        return Long.toString(System.nanoTime() & Long.MAX_VALUE, Character.MAX_RADIX);
    }

    /** The text of one message, all of it fit for a JSON string. */
    public String text(int sequence, long sentNanos) {
        StringBuilder text = new StringBuilder(Math.max(size, 64));
        text.append(MARK)
                .append(run)
                .append(' ')
                .append(sequence)
                .append(' ')
                .append(sentNanos)
                .append(' ');
        for (int i = text.length(); i < size; i++) {
            text.append(filling(sequence, i));
        }
        return text.toString();
    }

    /**
     * The message of this run inside an event's data, or null if there is none.
     *
     * @throws IllegalArgumentException if there is one, but not as it was sent
     */
    public @Nullable Message find(String data) {
        String mark = MARK + run + ' ';
        int begin = data.indexOf(mark);
        int sequenceBegin = begin + mark.length();
        int sentBegin = data.indexOf(' ', sequenceBegin) + 1;
        int end = data.indexOf(' ', sentBegin);
        if (begin < 0 || sentBegin == 0 || end < 0) {
            return null;
        }
        Message message;
        try {
            message = new Message(
                    Integer.parseInt(data, sequenceBegin, sentBegin - 1, 10), Long.parseLong(data, sentBegin, end, 10));
        } catch (NumberFormatException e) {
            return null;
        }
        checkFilling(message.sequence(), data, begin, end + 1);
        return message;
    }

    private void checkFilling(int sequence, String data, int begin, int fillingBegin) {
        int end = Math.max(fillingBegin, begin + size);
        boolean asSent = data.length() >= end && (data.length() == end || !Character.isLetter(data.charAt(end)));
        for (int i = fillingBegin; asSent && i < end; i++) {
            asSent = data.charAt(i) == filling(sequence, i - begin);
        }
        if (!asSent) {
            throw new IllegalArgumentException("the content of message " + sequence + " differs from what was sent");
        }
    }

    private static char filling(int sequence, int index) {
        return ALPHABET.charAt(Integer.remainderUnsigned(sequence + index, ALPHABET.length()));
    }
}
