package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.AvailabilityMonitor;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.RetentionPolicy;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The writer thread. It takes all queued tasks into one transaction, because the cost of a commit does not depend on
 * its size; then it passes the entries to the tails, then it answers the publishers. An update that fails is not
 * delivered and not acknowledged.
 *
 * <p>After a failure the connection is closed, and once a second the writer tries to open another one and to write as
 * much as had no room. Then it becomes clear whether the failed transaction is in the file after all; if so, the tails
 * get its entries.
 *
 * <p>Old entries are dropped in the same transactions, not many more than are added; the rest in further ones, between
 * which publishers have their turn.
 */
final class Writer implements Runnable {
    private static final Logger LOG = LogManager.getLogger();

    private static final long TICK_MILLIS = 1_000;
    private static final long LEAST_ROOM_BYTES = 64 << 10;

    private final LogFile file;
    private final RetentionPolicy policy;
    private final StoreOpener opener;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final WriteQueue queue;
    private final AvailabilityMonitor availability =
            new AvailabilityMonitor("The event log cannot be written: {}", "The event log can be written again");
    private final LogTails tails;
    private final PositionClock positions;
    private final Marks marks;

    private volatile Size size = new Size(0, 0);
    private volatile long nextExpiryMillis;

    // All below belongs to the writer's thread.
    private @Nullable WriteSession session;
    private @Nullable Object identity;
    private long missingBytes;

    /**
     * Opens the file, and creates it if it does not exist.
     *
     * @throws io.ssegateway.config.ConfigException if the file is not for this gateway
     * @throws SQLException if it cannot be used
     */
    Writer(LogFile file, RetentionPolicy policy, WriteQueue queue, InstantSource clock) throws SQLException {
        this.file = file;
        this.policy = policy;
        this.queue = queue;
        this.clock = clock;
        this.opener = new StoreOpener(file, policy, clock);
        this.checkpoints = new Checkpoints(file);
        WriteStore store = opener.open(true);
        Position newest = store.newest();
        Position ceiling = store.ceiling();
        this.positions = new PositionClock(clock, newest.join(ceiling));
        this.marks = new Marks(positions, ceiling, clock);
        this.tails = new LogTails(newest, positions.mark());
        this.identity = file.identity();
        WriteSession opened = new WriteSession(store, policy, positions);
        this.session = opened;
        Position next = marks.next();
        store.writeCeiling(next);
        marks.written(next);
        publish(opened);
    }

    LogTails tails() {
        return tails;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    AvailabilityMonitor availability() {
        return availability;
    }

    /** As of the last transaction. */
    Size size() {
        return size;
    }

    /** Whether the log's clock has come to a position. */
    boolean hasReached(Position position) {
        return positions.hasReached(position);
    }

    /** Issues a mark, for any thread. */
    void mark() {
        if (marks.want()) {
            queue.wake();
        }
        tails.passed(marks.mark());
    }

    /** If anything is too old, has it dropped before the next tick; for any thread. Waits for nothing. */
    void trimSoon() {
        if (clock.millis() >= nextExpiryMillis && availability.problem().isEmpty()) {
            queue.wake();
        }
    }

    /** Works until the queue is closed and empty. */
    @Override
    public void run() {
        try {
            while (!queue.isClosedAndEmpty()) {
                WriteSession current = session;
                boolean more = current != null && current.log().isTrimDue(clock.millis());
                work(queue.take(more ? 0 : TICK_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leaveMark();
    }

    /** So that the next process does not begin further ahead than necessary. */
    private void leaveMark() {
        WriteSession current = session;
        if (current != null) {
            try {
                current.store().writeCeiling(marks.mark());
            } catch (SQLException e) {
                LOG.debug("The newest mark was not written", e); // The ceiling is in the file.
            }
        }
    }

    private void work(List<WriteTask<?>> tasks) {
        if (session == null && tasks.isEmpty() && !queue.isClosed()) {
            recover();
        }
        WriteSession current = session;
        if (current == null) {
            fail(tasks);
            return;
        }
        List<Entry> appended;
        try {
            checkIdentity();
            checkpoints.run(current.store());
            appended = commit(current, tasks);
        } catch (SQLException | RuntimeException | Error e) { // Without the thread nothing would be written again.
            close();
            missingBytes = tasks.stream().mapToLong(WriteTask::bytes).sum();
            availability.failed(Failures.sentence(file.toString(), e), e);
            fail(tasks);
            return;
        }
        appended.forEach(tails::appended);
        positions.settled();
        tasks.forEach(WriteTask::succeed);
    }

    private List<Entry> commit(WriteSession to, List<WriteTask<?>> tasks) throws SQLException {
        long now = clock.millis();
        Position ceiling = marks.isDue() ? marks.next() : null;
        if (tasks.isEmpty() && ceiling == null && !to.log().isTrimDue(now)) {
            return List.of();
        }
        List<Entry> appended = to.commit(tasks, ceiling, now);
        if (ceiling != null) {
            marks.written(ceiling);
        }
        publish(to);
        return appended;
    }

    /** Lets others see what the file has now. */
    private void publish(WriteSession of) {
        size = of.log().size();
        nextExpiryMillis = of.log().nextExpiryMillis();
    }

    /** SQLite continues to write to a file that was moved away or deleted, and all of it would be lost. */
    private void checkIdentity() throws SQLException {
        if (!Objects.equals(identity, file.identity())) {
            throw new SQLException("was moved, deleted or replaced; put it back or restart the gateway");
        }
    }

    private void fail(List<WriteTask<?>> tasks) {
        String problem = availability.problem().orElse(LogUnavailableException.CLOSED);
        tasks.forEach(task -> task.fail(problem));
    }

    private void recover() {
        WriteStore store = null;
        try {
            store = opener.open(false);
            store.checkRoom(Math.max(LEAST_ROOM_BYTES, missingBytes));
            WriteSession opened = new WriteSession(store, policy, positions);
            positions.passed(store.newest());
            store.forEachAfter(tails.highWaterMark(), tails::appended);
            positions.settled();
            identity = file.identity();
            session = opened;
            publish(opened);
            availability.recovered();
        } catch (SQLException | RuntimeException | Error e) {
            close(store);
            availability.failed(Failures.sentence(file.toString(), e), e);
        }
    }

    /** To be called by others only when the thread has ended. */
    void close() {
        WriteSession current = session;
        session = null;
        close(current == null ? null : current.store());
    }

    private static void close(@Nullable WriteStore store) {
        if (store != null) {
            try {
                store.close();
            } catch (SQLException e) {
                LOG.debug("Closing a connection failed", e);
            }
        }
    }
}
