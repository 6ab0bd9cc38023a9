package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order in which servers take turns. In each round each is measured once in each way, right after one another, so
 * that what the machine does besides falls on all of them; and each round begins with another one, so that none is
 * always behind the same.
 */
final class Rounds {

    /** One measurement that is due. */
    record Turn<P>(int round, int streams, Mode mode, P peer) {}

    private Rounds() {}

    static <P> List<Turn<P>> turns(int rounds, List<Integer> streams, List<Mode> modes, List<P> peers) {
        List<Turn<P>> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<P> rotated = new ArrayList<>(peers);
            Collections.rotate(rotated, 1 - round);
            for (int count : streams) {
                for (Mode mode : modes) {
                    for (P peer : rotated) {
                        turns.add(new Turn<>(round, count, mode, peer));
                    }
                }
            }
        }
        return turns;
    }
}
