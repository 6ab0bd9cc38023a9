package io.ssegateway.loadtest.fanout;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;

/** Tells when the last of those who get a message has it. Thread-safe. */
final class MessageCounter {

    private final AtomicIntegerArray counts;
    private final int[] parties;
    private final IntConsumer complete;

    /**
     * A counter for messages that go to topics in turn.
     *
     * @param messages in all
     * @param parties for each topic, how many get it
     * @param complete told each message that all have, by the thread that brought the last one
     */
    MessageCounter(int messages, int[] parties, IntConsumer complete) {
        this.counts = new AtomicIntegerArray(messages);
        this.parties = parties;
        this.complete = complete;
    }

    /** One more has it. */
    void received(int sequence) {
        if (counts.incrementAndGet(sequence) == parties[sequence % parties.length]) {
            complete.accept(sequence);
        }
    }
}
