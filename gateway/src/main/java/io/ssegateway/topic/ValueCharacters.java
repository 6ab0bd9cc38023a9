package io.ssegateway.topic;

import java.util.HexFormat;

/**
 * What the values in an expansion consist of (RFC 6570, section 3.2.1): unreserved and, for some operators, reserved
 * characters, percent-encoded triplets, and, because topics need not be encoded, everything beyond ASCII.
 *
 * @param low a bit for each of the first 64 characters of ASCII
 * @param high the same for the rest
 */
record ValueCharacters(long low, long high) {
    static final ValueCharacters UNRESERVED =
            new ValueCharacters(0, 0).and("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    static final ValueCharacters RESERVED = UNRESERVED.and(":/?#[]@!$&'()*+,;=");

    private static final int TRIPLET = 3;

    /** These and more of ASCII. */
    ValueCharacters and(String more) {
        return new ValueCharacters(low | bits(more, 0), high | bits(more, Long.SIZE));
    }

    private static long bits(String characters, int first) {
        return characters
                .chars()
                .filter(c -> c >= first && c < first + Long.SIZE)
                .mapToLong(c -> 1L << (c - first))
                .reduce(0, (a, b) -> a | b);
    }

    private boolean has(char c) {
        if (c < Long.SIZE) {
            return (low & 1L << c) != 0;
        }
        return c >= 2 * Long.SIZE || (high & 1L << (c - Long.SIZE)) != 0;
    }

    /** How many chars of the topic the value's character at this position takes; 0 if no value continues there. */
    int widthAt(CharSequence topic, int position) {
        if (position == topic.length()) {
            return 0;
        }
        char c = topic.charAt(position);
        if (c == '%') {
            return isHex(topic, position + 1) && isHex(topic, position + 2) ? TRIPLET : 0;
        }
        return has(c) ? 1 : 0;
    }

    private static boolean isHex(CharSequence topic, int position) {
        return position < topic.length() && HexFormat.isHexDigit(topic.charAt(position));
    }

    /**
     * Whether the text at this position of a value belongs to the character before it: the second half of a surrogate
     * pair, or the triplet of a byte that continues a character in UTF-8.
     */
    static boolean continuesCharacter(CharSequence topic, int position) {
        char c = topic.charAt(position);
        return c == '%' ? "89ABab".indexOf(topic.charAt(position + 1)) >= 0 : Character.isLowSurrogate(c);
    }
}
