package io.ssegateway.fanout;

/** Passes over what the stream is behind with: it is told a gap, then gets the newest update and goes on live. */
final class SkipPolicy implements SlowConsumerPolicy {

    @Override
    public String word() {
        return "skip";
    }

    @Override
    public void whileStuck(Subscriber subscriber) {
        // It keeps nothing but its cursor and a part of one frame; there is nothing to be gained before it reads.
    }

    @Override
    public void whenReading(Subscriber subscriber, CatchUp catchUp) {
        catchUp.skipToNewest();
    }
}
