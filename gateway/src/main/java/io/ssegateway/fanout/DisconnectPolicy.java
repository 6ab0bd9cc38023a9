package io.ssegateway.fanout;

import io.ssegateway.metrics.CloseReason;

/** Closes the stream. Its client comes back with the last id it has, and loses nothing that the log still has. */
final class DisconnectPolicy implements SlowConsumerPolicy {

    @Override
    public String word() {
        return "disconnect";
    }

    @Override
    public void whileStuck(Subscriber subscriber) {
        subscriber.close(CloseReason.SLOW_CONSUMER);
    }

    @Override
    public void whenReading(Subscriber subscriber, CatchUp catchUp) {
        subscriber.close(CloseReason.SLOW_CONSUMER);
    }
}
