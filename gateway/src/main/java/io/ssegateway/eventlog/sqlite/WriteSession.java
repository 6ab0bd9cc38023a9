package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.BoundedLog;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.Update;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file while it is open for writing: runs tasks in transactions, each of which drops old entries, too. Not
 * thread-safe. After a failure it is to be closed.
 */
final class WriteSession {
    /**
     * Entries that a transaction drops in addition to those that make room for new ones: publishers must not wait for
     * more.
     */
    private static final int DROPS = 512;

    private final WriteStore store;
    private final BoundedLog<RetainedRow, SQLException> log;
    private final List<Entry> appended = new ArrayList<>();

    WriteSession(WriteStore store, RetentionPolicy policy, PositionClock positions) throws SQLException {
        this.store = store;
        this.log = new BoundedLog<>(policy, positions, store);
        store.load(log);
    }

    /** A part of a transaction. */
    interface Step {

        /** Does it; a failure takes the whole transaction back. */
        void run(WriteSession session) throws SQLException;
    }

    /**
     * Runs steps in one transaction.
     *
     * @param ceiling of marks, to be written with them; null to leave the one in the file
     * @return the entries that it has appended
     */
    List<Entry> commit(List<? extends Step> steps, @Nullable Position ceiling, long nowMillis) throws SQLException {
        appended.clear();
        store.begin();
        log.trim(nowMillis, DROPS); // An update that is too old is not a duplicate of a new one.
        for (Step step : steps) {
            step.run(this);
        }
        if (ceiling != null) {
            store.setCeiling(ceiling);
        }
        // An update that is acknowledged has made its room, unless that takes very many others.
        log.trim(nowMillis, DROPS + 2 * steps.size());
        store.commit();
        return List.copyOf(appended);
    }

    /** For a task. */
    Appended append(Update update) throws SQLException {
        return log.append(update, appended::add);
    }

    BoundedLog<RetainedRow, SQLException> log() {
        return log;
    }

    WriteStore store() {
        return store;
    }
}
