package io.ssegateway.eventlog.partition;

import io.ssegateway.eventlog.Position;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A position, taken apart into the places in the partitions. Not thread-safe. */
final class Places {
    private final Position[] places;

    private Places(Position[] places) {
        this.places = places;
    }

    /** Before every update. */
    static Places origin(int partitions) {
        Position[] places = new Position[partitions];
        Arrays.fill(places, Position.ORIGIN);
        return new Places(places);
    }

    /**
     * Takes a position apart.
     *
     * @throws IllegalArgumentException if it is one of a log with another number of partitions
     */
    static Places of(Position position, int partitions) {
        Places taken = origin(partitions);
        if (position.equals(Position.ORIGIN)) {
            return taken;
        }
        Position rest = position;
        for (int i = 0; i < partitions; i++) {
            if (rest == null) {
                throw otherNumber(position, partitions);
            }
            taken.places[i] = new Position(rest.epochMillis(), rest.sequence());
            rest = rest.next();
        }
        if (rest != null) {
            throw otherNumber(position, partitions);
        }
        return taken;
    }

    private static IllegalArgumentException otherNumber(Position position, int partitions) {
        return new IllegalArgumentException(
                position + " is not a position of a log with " + partitions + " partitions");
    }

    Position get(int partition) {
        return places[partition];
    }

    /** Moves on in one partition, never back. */
    void advance(int partition, Position place) {
        if (place.isAfter(places[partition])) {
            places[partition] = place;
        }
    }

    /** The whole position. */
    Position toPosition() {
        return join(0);
    }

    private Position join(int partition) {
        Position here = places[partition];
        @Nullable Position next = partition + 1 == places.length ? null : join(partition + 1);
        return new Position(here.epochMillis(), here.sequence(), next);
    }
}
