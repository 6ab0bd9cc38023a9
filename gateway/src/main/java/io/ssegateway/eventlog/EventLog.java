package io.ssegateway.eventlog;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.topic.Interest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * The ordered record of updates, and the only place where their order is decided. Bounded: the oldest updates are
 * dropped, and whoever reads from before them is told so.
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
     * Reads what matches, oldest first, and nothing that the tail was not told yet: a reader that is at the end is
     * where the tail is.
     *
     * @param after the position that the reader has already; {@link Position#ORIGIN} for all there is
     * @param interest what to read
     * @param limit entries to answer at most, at least 1; fewer do not mean that the end is reached:
     *     {@link Page#through} tells where to go on
     */
    CompletionStage<Page> read(Position after, Interest interest, int limit);

    /** Checks the limit of a read: with none it would never get on. */
    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
    }

    /**
     * Finds the update that its publisher has given an id, among those that the log still has and {@code reader}
     * {@linkplain Interest#mayRead may read}: for anybody else it is as unknown as an id that never was. When the stage
     * completes, the tail has it.
     */
    CompletionStage<Optional<Position>> find(String publishersId, Interest reader);

    /**
     * Asks whether the log's clock has come to a position. Compares times and looks nothing up: the answer is the same
     * whether or not an update stands there. If the log is shared, the tail has, when the stage completes with true,
     * what the others had appended up to there.
     */
    CompletionStage<Boolean> reach(Position position);

    /**
     * Asks the log to issue a {@linkplain LogTail#marked mark} of the present, as soon as it can. Never waits, never
     * fails, and costs little: it may be called for each stream that opens.
     */
    void mark();

    /**
     * From now on the tail is told every entry that is appended: in log order, each once. While the log was never
     * reached it is told nothing; {@link LogTail#begin} says when that is over.
     */
    void tail(LogTail tail);

    /** How much the log holds now. */
    Size size();

    /** Why updates cannot be taken now, in a sentence for the operator; empty while they can. */
    Optional<String> problem();

    /**
     * The gateways that share this log and the facts beside it; empty if it is this one's own and keeps no facts.
     *
     * @param openStreams counts the open streams of this one, for the others to see
     */
    default Optional<Cluster> cluster(IntSupplier openStreams) {
        return Optional.empty();
    }

    /** Releases what the log holds. What is under way is finished first. */
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
