package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.Message;
import io.ssegateway.loadtest.client.TalliedReader;
import io.ssegateway.loadtest.client.Tally;

/** Reads one stream of the run: checks that it gets the messages of its topics, all of them, each once and in order. */
final class FanOutReader extends TalliedReader {

    private final Share share;
    private final Subscription subscription;
    private final MessageCounter counter;
    private final DeliveryCheck check;

    FanOutReader(Share share, Subscription subscription, MessageCounter counter, Tally tally) {
        super(share.format(), tally);
        this.share = share;
        this.subscription = subscription;
        this.counter = counter;
        this.check = new DeliveryCheck(subscription.received(share.messages()));
    }

    @Override
    protected void message(Message message) {
        int sequence = message.sequence();
        if (sequence < 0 || sequence >= share.messages()) {
            throw new IllegalArgumentException("it got message " + sequence + ", which was never sent");
        }
        int index = subscription.index(sequence);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "it got message " + sequence + " of a topic that it did not subscribe" + " to");
        }
        if (sequence >= share.warmup()) {
            tally().delivered(System.nanoTime() - message.sentNanos());
        } else {
            tally().delivered();
        }
        if (check.received(index)) {
            counter.received(sequence);
        }
    }

    /** To be called when the stream is closed. */
    long missing(int published) {
        return check.missing(subscription.received(published));
    }

    /** To be read when the stream is closed. */
    DeliveryCheck check() {
        return check;
    }
}
