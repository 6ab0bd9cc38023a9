package io.ssegateway.endpoint;

import io.ssegateway.config.StreamConfig;
import io.ssegateway.fanout.PositionEvent;
import io.ssegateway.limit.Spread;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.Subscriber;

/**
 * The first block of a stream of {@code /events}: how long to wait before a reconnect, the id to resume from, and the
 * welcome event, or without it an event {@code position}. Each stream gets its own time. A browser keeps the last one
 * it got, so the time of an overloaded or stopping gateway must be replaced.
 */
final class Welcome implements FirstBlock {
    /** Built by hand, because every stream needs one; an id has only letters and digits. */
    private static final String BEFORE_ID = "{\"type\":\"welcome\",\"connectionId\":\"";

    private static final String AFTER_ID = "\",\"message\":\"Welcome. Events follow as they are published.\"}";

    private static final double SHORTEST = 0.8;
    private static final double SPREAD = 0.4;

    private final boolean welcome;
    private final long retryMillis;

    Welcome(StreamConfig config) {
        this.welcome = config.welcome();
        this.retryMillis = config.retry().toMillis();
    }

    @Override
    public Frame of(Subscriber subscriber, String id) {
        ServerSentEvent.Builder block =
                welcome ? ServerSentEvent.builder().id(id).data(data(subscriber)) : PositionEvent.of(id);
        if (retryMillis > 0) {
            block.retryMillis(retryMillis(subscriber.number()));
        }
        return Frame.of(block.build());
    }

    @Override
    public boolean isEvent() {
        return welcome;
    }

    private static String data(Subscriber subscriber) {
        return BEFORE_ID + subscriber.id() + AFTER_ID;
    }

    /** From 80 to 120 % of the configured time, at least a millisecond: with 0 a client would not wait at all. */
    private long retryMillis(long number) {
        return Math.max(1, Math.round(retryMillis * (SHORTEST + SPREAD * Spread.second(number))));
    }
}
