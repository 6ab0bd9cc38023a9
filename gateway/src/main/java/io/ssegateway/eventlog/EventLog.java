package io.ssegateway.eventlog;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.topic.Interest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * The ordered record of updates, and the only place where their order is decided. Bounded: the oldest updates are
 * dropped, and a reader from before them learns of the loss.
 *
 * <p>Safe for use by any thread. No method blocks; a stage may complete on any thread, also before the call returns. It
 * completes with a {@link LogUnavailableException} while the log cannot be reached or written.
 */
public interface EventLog extends AutoCloseable {

    /**
     * Appends an update and gives it its position, greater than every one before. An update whose id the log still has
     * is not appended again. When the stage completes, the update is as safe as this log makes it, and the tail has it.
     */
    CompletionStage<Appended> append(Update update);

    /**
     * Reads what matches, oldest first, and nothing that the tail has not got yet: a reader at the end has the position
     * of the tail.
     *
     * @param after the position that the reader has already; {@link Position#ORIGIN} for everything
     * @param interest what to read
     * @param limit entries to answer at most, at least 1; fewer do not mean that the end is reached: continue at
     *     {@link Page#through}
     */
    CompletionStage<Page> read(Position after, Interest interest, int limit);

    /** Checks the limit of a read: with 0 it would never advance. */
    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
    }

    /**
     * Finds the update that its publisher has given an id, among those that the log still has and {@code reader}
     * {@linkplain Interest#mayRead may read}: for all others the id is unknown. When the stage completes, the tail has
     * the update.
     */
    CompletionStage<Optional<Position>> find(String publishersId, Interest reader);

    /**
     * Asks whether the log's clock has reached a position. Only compares times: the answer does not depend on whether
     * the position has an update. If the log is shared, the tail has everything that the other nodes have appended up
     * to there when the stage completes with true.
     */
    CompletionStage<Boolean> reach(Position position);

    /**
     * Asks the log to issue a {@linkplain LogTail#marked mark} of the present, as soon as it can. Never waits, never
     * fails, and costs little: it may be called for each stream that opens.
     */
    void mark();

    /**
     * From now on the tail gets every appended entry, in log order, each once. Before the log is reached for the first
     * time the tail gets nothing; {@link LogTail#begin} ends that.
     */
    void tail(LogTail tail);

    /** How much the log holds now. */
    Size size();

    /** Bytes of the write-ahead log beside the log's file; 0 if it has none. */
    default long walBytes() {
        return 0;
    }

    /** Why updates cannot be taken now, in a sentence for the operator; empty while they can. */
    Optional<String> problem();

    /**
     * The gateways that share this log, and the facts beside it; empty if the log belongs to this gateway alone and
     * keeps no facts.
     *
     * @param openStreams counts the open streams of this gateway, to be shown to the others
     */
    default Optional<Cluster> cluster(IntSupplier openStreams) {
        return Optional.empty();
    }

    /** Finishes operations in progress, then releases the log's resources. */
    @Override
    void close();

    /**
     * How much a log holds.
     *
     * @param events updates
     * @param bytes their size in memory or on disk, about
     */
    record Size(long events, long bytes) {}
}
