package io.ssegateway.testing;

/**
 * How often a test repeats what chance decides: a few times in each build, many times in the long form of the tests.
 */
public final class Rounds {
    private Rounds() {}

    /**
     * How many rounds to run.
     *
     * @param usual in each build
     * @param full with {@code -Dsse.full=true}, which {@code bin/verify full} sets
     */
    public static int of(int usual, int full) {
        return Boolean.getBoolean("sse.full") ? full : usual;
    }
}
