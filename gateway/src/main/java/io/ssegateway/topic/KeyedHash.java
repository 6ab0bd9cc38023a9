package io.ssegateway.topic;

import java.security.SecureRandom;

/**
 * Hash codes of texts that clients choose. They depend on a secret of this process, so that nobody can choose texts
 * whose hash codes are equal. With {@link String#hashCode} that is easy ({@code Aa} and {@code BB}), and a hash table
 * full of such keys takes quadratic time.
 *
 * <p>A text is a polynomial over the integers modulo 2^61 - 1, and its hash code the value at a secret point: two texts
 * agree at so few points that a guess is hopeless.
 */
final class KeyedHash {
    private static final int PRIME_BITS = 61;
    private static final long PRIME = (1L << PRIME_BITS) - 1;
    /** Of a coefficient, so that it is less than the prime. */
    private static final int CHARACTERS = 3;

    static final long POINT = new SecureRandom().nextLong(PRIME);

    private KeyedHash() {}

    static int of(String text) {
        long value = text.length();
        int length = text.length();
        for (int i = 0; i < length; i += CHARACTERS) {
            long coefficient = text.charAt(i);
            for (int j = i + 1; j < Math.min(i + CHARACTERS, length); j++) {
                coefficient = coefficient << Character.SIZE | text.charAt(j);
            }
            value = reduced(timesPoint(value) + coefficient);
        }
        value = timesPoint(value); // Else the last characters would show as they are.
        return Long.hashCode(value);
    }

    private static long timesPoint(long value) {
        long high = Math.multiplyHigh(value, POINT);
        long low = value * POINT;
        return reduced((low & PRIME) + (high << (Long.SIZE - PRIME_BITS) | low >>> PRIME_BITS));
    }

    private static long reduced(long value) {
        return value >= PRIME ? value - PRIME : value;
    }
}
