package io.ssegateway.testing;

import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A ticker that a test sets as it likes, also back. */
public record TestTicker(LongSupplier nanos) implements Ticker {

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Nobody moves this ticker on while its only thread sleeps.");
    }
}
