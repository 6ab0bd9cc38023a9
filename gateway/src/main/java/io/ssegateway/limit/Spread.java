package io.ssegateway.limit;

/**
 * Spreads what many streams would otherwise do at one time. Each stream has a number, and each number a fraction from 0
 * (inclusive) to 1 (exclusive), always the same one. Numbers in a row have fractions that lie as far from one another
 * as can be, so that even a few streams are spread evenly. Any thread.
 */
public final class Spread {
    /** 2^64 divided by the golden ratio. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** 2^64 divided by the square of the plastic number: its multiples are independent of those of the other. */
    private static final long PLASTIC = 0x91E1_0DA5_C79E_7B1DL;

    private Spread() {}

    /** The fraction of a number. */
    public static double first(long number) {
        return fraction(number * GOLDEN);
    }

    /** Another fraction of the same number, for another purpose: the two say nothing of each other. */
    public static double second(long number) {
        return fraction(number * PLASTIC);
    }

    private static double fraction(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }
}
