package io.ssegateway.catchup;

import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.Subscriber;

/** A cursor with an explicit state; the metrics count the cursors that lag. */
abstract class StatefulCursor implements Cursor {
    final Subscriber subscriber;
    private final GatewayMetrics metrics;
    private boolean hasLeft;
    private volatile CatchUpState state = CatchUpState.OVER;

    StatefulCursor(Subscriber subscriber, GatewayMetrics metrics) {
        this.subscriber = subscriber;
        this.metrics = metrics;
    }

    public final Subscriber subscriber() {
        return subscriber;
    }

    final boolean isThrottled() {
        return subscriber.throttleNanos() > 0;
    }

    /** The stream has left: whatever it still does, it is in no other state. */
    final void leave() {
        enter(CatchUpState.OVER);
        hasLeft = true;
    }

    final void enter(CatchUpState next) {
        if (hasLeft) {
            return;
        }
        if (next.isLagging() != state.isLagging()) {
            metrics.lagging(next.isLagging() ? 1 : -1);
        }
        state = next;
    }

    final boolean is(CatchUpState asked) {
        return state == asked;
    }

    @Override
    public final boolean isIdle() {
        return is(CatchUpState.RESTING) || is(CatchUpState.WAITING) || is(CatchUpState.LOG);
    }

    @Override
    public final boolean isResting() {
        return is(CatchUpState.RESTING);
    }

    @Override
    public final String state() {
        return state.word;
    }
}
