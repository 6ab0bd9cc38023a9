package io.ssegateway.fanout;

/** Of what the stream is behind with, it gets only the newest update of each topic, and then goes on live. */
final class LatestPolicy implements SlowConsumerPolicy {

    @Override
    public String word() {
        return "latest";
    }

    @Override
    public void whileStuck(Subscriber subscriber) {
        // It keeps nothing but its cursor and a part of one frame; there is nothing to be gained before it reads.
    }

    @Override
    public void whenReading(Subscriber subscriber, CatchUp catchUp) {
        catchUp.conflate();
    }
}
