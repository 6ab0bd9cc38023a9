package io.ssegateway.catchup;

import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.stream.Cursor;

/** A cursor with an explicit state; the metrics count the cursors that lag. */
abstract class StatefulCursor implements Cursor {
    private final GatewayMetrics metrics;
    private volatile CatchUpState state = CatchUpState.OVER;

    StatefulCursor(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    final void enter(CatchUpState next) {
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
