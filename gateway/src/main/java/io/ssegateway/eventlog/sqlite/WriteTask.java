package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A task for one of the writer's transactions, with a result when that is committed.
 *
 * @param <T> the result
 */
final class WriteTask<T> implements WriteSession.Step {
    private static final int FACT_BYTES = 256;

    /** Facts are few and small, and must not wait behind many updates: one may be a revocation. */
    private static final long ROOM_FOR_FACTS_BYTES = 4 << 20;

    /** Runs the task, and returns its result. */
    interface Work<T> {
        T in(WriteSession session) throws SQLException;
    }

    private final Work<T> work;
    private final long bytes;
    private final long extraRoomBytes;
    private final CompletableFuture<T> committed = new CompletableFuture<>();
    private @Nullable T result;

    private WriteTask(Work<T> work, long bytes, long extraRoomBytes) {
        this.work = work;
        this.bytes = bytes;
        this.extraRoomBytes = extraRoomBytes;
    }

    /** Appends an update. */
    static WriteTask<Appended> append(Update update) {
        return new WriteTask<>(
                session -> session.append(update), new Entry(Position.ORIGIN, update).estimatedBytes(), 0);
    }

    /** Changes a fact of so many characters. */
    static WriteTask<Boolean> change(Work<Boolean> work, int length) {
        return new WriteTask<>(work, FACT_BYTES + length, ROOM_FOR_FACTS_BYTES);
    }

    /** Its approximate size while it waits. */
    long bytes() {
        return bytes;
    }

    /** So much may wait before it beyond what else the queue takes. */
    long extraRoomBytes() {
        return extraRoomBytes;
    }

    /** Completes when the transaction is committed, or with a {@link LogUnavailableException} when it has failed. */
    CompletionStage<T> committed() {
        return committed;
    }

    @Override
    public void run(WriteSession session) throws SQLException {
        result = work.in(session);
    }

    void succeed() {
        committed.complete(result);
    }

    void fail(String problem) {
        committed.completeExceptionally(new LogUnavailableException(problem));
    }
}
