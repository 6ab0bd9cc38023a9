package io.ssegateway.loadtest.simulation;

import io.ssegateway.eventlog.Position;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was published in a run: messages numbered from 0, and where the gateway says that each of them is in its log.
 * Safe for use by any thread.
 */
final class Publications {

    private final Map<Integer, Position> positions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** A number for a message that is about to be published. */
    int next() {
        return numbers.getAndIncrement();
    }

    /** The gateway has taken the message. */
    void acknowledged(int number, Position position) {
        positions.put(number, position);
    }

    /** How many the gateway has taken. */
    int count() {
        return positions.size();
    }

    /** The messages that a stream which began at this position is to get. */
    BitSet behind(Position begin) {
        BitSet behind = new BitSet(numbers.get());
        positions.forEach((number, position) -> {
            if (position.isAfter(begin)) {
                behind.set(number);
            }
        });
        return behind;
    }
}
