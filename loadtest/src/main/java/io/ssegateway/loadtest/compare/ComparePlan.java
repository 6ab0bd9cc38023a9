package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Mode;
import java.time.Duration;
import java.util.List;

/**
 * What is to be compared, and how.
 *
 * @param rounds in which each server is measured once in each way
 * @param streams how many, one after the other
 * @param modes how messages are published, one after the other
 * @param deliveries of one measurement
 * @param warmup deliveries before the first measurement to each server that gets faster as it runs
 * @param size of a message in characters
 * @param connects under way at a time
 * @param timeout of one measurement
 * @param limit of all: what is not begun by then is left out
 */
public record ComparePlan(
        int rounds,
        List<Integer> streams,
        List<Mode> modes,
        int deliveries,
        int warmup,
        int size,
        int connects,
        Duration timeout,
        Duration limit) {

    ComparePlan withDeliveries(int count) {
        return new ComparePlan(rounds, streams, modes, count, warmup, size, connects, timeout, limit);
    }
}
