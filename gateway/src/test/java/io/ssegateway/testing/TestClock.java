package io.ssegateway.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that a test sets as it likes, also back.
 *
 * @param epochMillis the time, in milliseconds since 1970
 */
public record TestClock(LongSupplier epochMillis) implements InstantSource {

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(epochMillis.getAsLong());
    }
}
