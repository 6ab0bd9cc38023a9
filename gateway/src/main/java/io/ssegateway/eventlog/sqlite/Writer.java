package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.sqlite.AppendQueue.Append;
import io.ssegateway.eventlog.sqlite.AppendQueue.Batch;
import io.ssegateway.eventlog.sqlite.FactStore.Change;
import io.ssegateway.eventlog.sqlite.Tails.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes. It takes all that waits into one transaction, since what a commit costs does not depend on how much it
 * commits; then it tells the tails, then the publishers. What fails was not delivered and is not acknowledged.
 *
 * <p>After a failure the connection is closed, and once a second it tries to open another one and to write as much as had no
 * room. Whether the transaction that failed is in the file after all shows then; if so, the tails are told.
 *
 * <p>Old entries go in the same transactions, not many more than come; what is left goes in further ones, between which
 * publishers have their turn.
 */
final class Writer implements Runnable {
    private static final Logger LOG = LogManager.getLogger();

    private static final long TICK_MILLIS = 1_000;
    private static final int DROPS = 512;
    private static final long LEAST_ROOM_BYTES = 64 << 10;

    /** An entry that is written, and will be told. */
    private record Written(long number, Entry entry) {}

    private final LogFile file;
    private final RetentionPolicy rules;
    private final LongSupplier epochMillis;
    private final AppendQueue queue;
    private final Trimmer trimmer;
    private final Outage outage = new Outage("be written");
    private final Tails tails;
    private final PositionClock positions;
    private final Marks marks;

    private volatile Size size;
    private volatile long nextExpiryMillis;

    // All below belongs to the writer's thread.
    private @Nullable WriteStore store;
    private @Nullable Object identity;
    private Ledger ledger;
    private long lastNumber;
    private long missingBytes;

    /**
     * Opens the file, and makes it if it is not there.
     *
     * @throws io.ssegateway.config.ConfigException if the file is not for this gateway
     * @throws SQLException if it cannot be used
     */
    Writer(LogFile file, RetentionPolicy rules, AppendQueue queue, LongSupplier epochMillis) throws SQLException {
        this.file = file;
        this.rules = rules;
        this.queue = queue;
        this.epochMillis = epochMillis;
        this.trimmer = new Trimmer(rules.all());
        WriteStore opened = open(true);
        this.store = opened;
        this.identity = file.identity();
        this.ledger = opened.ledger(rules.all().size());
        this.lastNumber = opened.lastNumber();
        Position newest = opened.newest();
        Position ceiling = opened.ceiling();
        this.positions = new PositionClock(epochMillis, later(newest, ceiling));
        this.marks = new Marks(positions, ceiling, epochMillis);
        this.tails = new Tails(new Told(lastNumber, newest), positions.mark());
        raiseCeiling(opened);
        this.size = ledger.size();
        this.nextExpiryMillis = trimmer.nextExpiryMillis(ledger);
    }

    private WriteStore open(boolean create) throws SQLException {
        Connection connection = file.openForWriting(create);
        try {
            Schema.prepare(file.toString(), connection);
            Runs.match(connection, rules, new PositionClock(epochMillis).mark());
            return new WriteStore(connection, epochMillis);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    Tails tails() {
        return tails;
    }

    /** Issues a mark, for any thread. */
    void mark() {
        if (marks.want()) {
            queue.transaction();
        }
        tails.mark(marks.mark());
    }

    Outage outage() {
        return outage;
    }

    /** As of the last transaction. */
    Size size() {
        return size;
    }

    /** When something gets too old, in milliseconds since 1970. */
    long nextExpiryMillis() {
        return nextExpiryMillis;
    }

    /** Works until the queue is closed and empty. */
    @Override
    public void run() {
        try {
            while (!queue.isClosedAndEmpty()) {
                boolean more = store != null && trimmer.isDue(ledger, epochMillis.getAsLong());
                Batch batch = queue.take(more ? 0 : TICK_MILLIS);
                work(batch);
                batch.others().forEach(waiting -> waiting.complete(null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leaveMark();
    }

    private void raiseCeiling(WriteStore to) throws SQLException {
        Position next = marks.next();
        to.begin();
        to.setCeiling(next);
        to.commit();
        marks.written(next);
    }

    /** The next process need not go on further ahead than it must. */
    private void leaveMark() {
        WriteStore current = store;
        if (current != null) {
            try {
                current.begin();
                current.setCeiling(marks.mark());
                current.commit();
            } catch (SQLException e) {
                LOG.debug("The newest mark was not written", e); // The ceiling is in the file.
            }
        }
    }

    private void work(Batch batch) {
        List<Append> appends = batch.appends();
        if (store == null && !batch.writes() && !queue.isClosed()) {
            recover();
        }
        WriteStore current = store;
        if (current == null) {
            fail(batch);
            return;
        }
        List<Written> written = new ArrayList<>(appends.size());
        List<Appended> answers = new ArrayList<>(appends.size());
        List<Boolean> changed = new ArrayList<>(batch.changes().size());
        try {
            checkIdentity();
            transaction(current, batch, written, answers, changed);
        } catch (SQLException | RuntimeException e) {
            closeStore();
            String sentence = Failures.sentence(file.toString(), e);
            missingBytes = appends.stream().mapToLong(Append::bytes).sum();
            outage.begin(sentence, e);
            fail(batch);
            return;
        }
        for (Written entry : written) {
            tails.tell(entry.number(), entry.entry());
        }
        positions.settled();
        for (int i = 0; i < answers.size(); i++) {
            appends.get(i).taken().complete(answers.get(i));
        }
        for (int i = 0; i < changed.size(); i++) {
            batch.changes().get(i).done().complete(changed.get(i));
        }
    }

    private void transaction(
            WriteStore to, Batch batch, List<Written> written, List<Appended> answers, List<Boolean> changed)
            throws SQLException {
        List<Append> appends = batch.appends();
        long now = epochMillis.getAsLong();
        boolean isCeilingDue = marks.isDue();
        if (!batch.writes() && !trimmer.isDue(ledger, now) && !isCeilingDue) {
            return;
        }
        Position ceiling = marks.next();
        Ledger next = ledger.copy();
        to.begin();
        trimmer.trim(next, to, now, DROPS); // What is too old is no duplicate of what comes.
        for (Append append : appends) {
            answers.add(append(append, to, next, written));
        }
        for (Change change : batch.changes()) {
            changed.add(change.step().in(to.facts()));
        }
        if (isCeilingDue) {
            to.setCeiling(ceiling);
        }
        // An update that is acknowledged has made its room, unless that takes very many others.
        trimmer.trim(next, to, now, DROPS + 2 * appends.size());
        to.commit();
        if (isCeilingDue) {
            marks.written(ceiling);
        }
        ledger = next;
        size = next.size();
        nextExpiryMillis = trimmer.nextExpiryMillis(next);
    }

    private Appended append(Append append, WriteStore to, Ledger next, List<Written> written) throws SQLException {
        Update update = append.update();
        String publishersId = update.event().id();
        if (publishersId != null) {
            Position first = to.find(publishersId);
            if (first != null) {
                return new Appended(first, publishersId, true);
            }
        }
        Position position = positions.next();
        String id = publishersId == null ? position.toString() : publishersId;
        Entry entry = new Entry(position, publishersId == null ? update.withId(id) : update);
        int run = Ledger.run(rules.of(update.topics().get(0)), rules.isAcross(update.topics()));
        long number = ++lastNumber;
        long bytes = entry.estimatedBytes();
        to.insert(run, number, bytes, entry, publishersId);
        next.added(run, new Kept(number, bytes, position, update.topics(), update.isPrivate()));
        written.add(new Written(number, entry));
        return new Appended(position, id, false);
    }

    /** SQLite goes on writing to a file that was moved away or deleted, and all of it would be lost. */
    private void checkIdentity() throws SQLException {
        if (!Objects.equals(identity, file.identity())) {
            throw new SQLException("was moved, deleted or replaced, put it back or restart the gateway");
        }
    }

    private void fail(Batch batch) {
        String problem = outage.problem().orElse("The event log is closed.");
        for (Append append : batch.appends()) {
            append.taken().completeExceptionally(new LogUnavailableException(problem));
        }
        for (Change change : batch.changes()) {
            change.done().completeExceptionally(new LogUnavailableException(problem));
        }
    }

    private void recover() {
        WriteStore opened = null;
        try {
            opened = open(false);
            opened.checkRoom(Math.max(LEAST_ROOM_BYTES, missingBytes));
            ledger = opened.ledger(rules.all().size());
            long told = tails.told().number();
            lastNumber = Math.max(lastNumber, opened.lastNumber());
            positions.passed(opened.newest());
            opened.forEachAfter(told, (entry, number) -> tails.tell(number, entry));
            positions.settled();
            identity = file.identity();
            store = opened;
            size = ledger.size();
            nextExpiryMillis = trimmer.nextExpiryMillis(ledger);
            outage.end();
        } catch (SQLException | RuntimeException e) {
            close(opened);
            outage.begin(Failures.sentence(file.toString(), e), e);
        }
    }

    private static Position later(Position a, Position b) {
        return b.isAfter(a) ? b : a;
    }

    /** To be called when the thread has ended. */
    void closeStore() {
        close(store);
        store = null;
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
