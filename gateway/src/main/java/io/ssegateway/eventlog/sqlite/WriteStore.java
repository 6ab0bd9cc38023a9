package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.BoundedLog;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EntryStore;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes, and its statements. Not thread-safe. After a failure it is to be closed: that rolls back.
 */
final class WriteStore implements EntryStore<RetainedRow, SQLException>, AutoCloseable {
    private final Connection connection;
    private final PreparedStatement byId;
    private final PreparedStatement insertEntry;
    private final PreparedStatement insertTopic;
    private final PreparedStatement insertKept;
    private final PreparedStatement oldest;
    private final PreparedStatement deleteEntry;
    private final PreparedStatement deleteTopic;
    private final PreparedStatement deleteKept;
    private final PreparedStatement updateLost;
    private final PreparedStatement updatePublicLost;
    private final FactStore facts;
    /** The newest position that each group has dropped since the last commit, and the newest of a public update. */
    private final Map<Integer, Position> lost = new TreeMap<>();

    private final Map<Integer, Position> publicLost = new TreeMap<>();
    private long lastNumber;

    WriteStore(Connection connection, InstantSource clock) throws SQLException {
        this.connection = connection;
        byId = connection.prepareStatement("SELECT millis, sequence FROM entry WHERE id = ?");
        insertEntry = connection.prepareStatement(Rows.INSERT);
        insertTopic = connection.prepareStatement("INSERT OR IGNORE INTO entry_topic (topic, number) VALUES (?, ?)");
        insertKept = connection.prepareStatement("INSERT INTO kept (run, number, bytes) VALUES (?, ?, ?)");
        oldest = connection.prepareStatement(
                "SELECT number, bytes, millis, sequence, topics, private FROM kept JOIN entry USING (number)"
                        + " WHERE run = ? ORDER BY number LIMIT 1");
        deleteEntry = connection.prepareStatement("DELETE FROM entry WHERE number = ?");
        deleteTopic = connection.prepareStatement("DELETE FROM entry_topic WHERE topic = ? AND number = ?");
        deleteKept = connection.prepareStatement("DELETE FROM kept WHERE run = ? AND number = ?");
        updateLost = connection.prepareStatement("UPDATE run SET lost_millis = ?1, lost_sequence = ?2"
                + " WHERE run = ?3 AND (lost_millis, lost_sequence) < (?1, ?2)");
        updatePublicLost =
                connection.prepareStatement("UPDATE run SET public_lost_millis = ?1, public_lost_sequence = ?2"
                        + " WHERE run = ?3 AND (public_lost_millis, public_lost_sequence) < (?1, ?2)");
        facts = new FactStore(connection, clock);
        try (PreparedStatement last = connection.prepareStatement("SELECT max(number) FROM entry");
                ResultSet row = last.executeQuery()) {
            lastNumber = row.getLong(1);
        }
    }

    FactStore facts() {
        return facts;
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    /**
     * Including dropped ones: after a change of prefixes, a group may have lost newer updates than it has, and that
     * must stay known.
     */
    void commit() throws SQLException {
        note(updateLost, lost);
        note(updatePublicLost, publicLost);
        connection.setAutoCommit(true);
    }

    @Override
    public @Nullable Position find(String publishersId) throws SQLException {
        byId.setString(1, publishersId);
        try (ResultSet row = byId.executeQuery()) {
            return row.next() ? Rows.position(row) : null;
        }
    }

    @Override
    public RetainedRow add(int group, Entry entry, @Nullable String publishersId) throws SQLException {
        long number = ++lastNumber;
        long bytes = entry.estimatedBytes();
        Rows.bind(insertEntry, number, entry, publishersId);
        insertEntry.executeUpdate();
        for (Topic topic : entry.update().topics()) {
            insertTopic.setString(1, topic.name());
            insertTopic.setLong(2, number);
            insertTopic.executeUpdate();
        }
        insertKept.setInt(1, group);
        insertKept.setLong(2, number);
        insertKept.setLong(3, bytes);
        insertKept.executeUpdate();
        return new RetainedRow(
                number,
                bytes,
                entry.position(),
                entry.update().topics(),
                entry.update().isPrivate());
    }

    @Override
    public @Nullable RetainedRow oldest(int group) throws SQLException {
        oldest.setInt(1, group);
        try (ResultSet row = oldest.executeQuery()) {
            return row.next()
                    ? new RetainedRow(
                            row.getLong("number"),
                            row.getLong("bytes"),
                            Rows.position(row),
                            Rows.topics(row),
                            Rows.isPrivate(row))
                    : null;
        }
    }

    @Override
    public void drop(int group, RetainedRow entry) throws SQLException {
        deleteEntry.setLong(1, entry.number());
        deleteEntry.executeUpdate();
        for (Topic topic : entry.topics()) {
            deleteTopic.setString(1, topic.name());
            deleteTopic.setLong(2, entry.number());
            deleteTopic.executeUpdate();
        }
        deleteKept.setInt(1, group);
        deleteKept.setLong(2, entry.number());
        deleteKept.executeUpdate();
        lost.put(group, entry.position());
        if (!entry.isPrivate()) {
            publicLost.put(group, entry.position());
        }
    }

    private static void note(PreparedStatement update, Map<Integer, Position> lost) throws SQLException {
        for (Map.Entry<Integer, Position> group : lost.entrySet()) {
            update.setLong(1, group.getValue().epochMillis());
            update.setLong(2, group.getValue().sequence());
            update.setInt(3, group.getKey());
            update.executeUpdate();
        }
        lost.clear();
    }

    /** Loads the content of the file into a log. */
    void load(BoundedLog<RetainedRow, SQLException> log) throws SQLException {
        try (PreparedStatement sums =
                        connection.prepareStatement("SELECT run, count(*), sum(bytes) FROM kept GROUP BY run");
                ResultSet row = sums.executeQuery()) {
            while (row.next()) {
                log.load(row.getInt(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    /** The newest position that was ever given out, whether its entry is still there or not. */
    Position newest() throws SQLException {
        try (PreparedStatement newest = connection.prepareStatement("""
                        SELECT * FROM (SELECT millis, sequence FROM entry ORDER BY millis DESC, sequence DESC LIMIT 1)
                        UNION ALL SELECT lost_millis, lost_sequence FROM run
                        ORDER BY 1 DESC, 2 DESC LIMIT 1""");
                ResultSet row = newest.executeQuery()) {
            return new Position(row.getLong(1), row.getLong(2));
        }
    }

    /** No mark of an earlier process comes after this position; {@link Position#ORIGIN} if the file has none. */
    Position ceiling() throws SQLException {
        try (PreparedStatement ceiling = connection.prepareStatement(
                        "SELECT value FROM fact WHERE kind = 'clock' AND name = 'ceiling'");
                ResultSet row = ceiling.executeQuery()) {
            return row.next() ? Position.parseSingle(row.getString(1)).orElse(Position.ORIGIN) : Position.ORIGIN;
        }
    }

    /** Within a transaction. */
    void setCeiling(Position ceiling) throws SQLException {
        facts.put("clock", "ceiling", ceiling.toString(), null);
    }

    /** In a transaction of its own. */
    void writeCeiling(Position ceiling) throws SQLException {
        begin();
        setCeiling(ceiling);
        commit();
    }

    /** Calls with each entry after a position. */
    void forEachAfter(Position position, Consumer<Entry> action) throws SQLException {
        try (PreparedStatement after = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM entry WHERE (millis, sequence) > (?, ?) ORDER BY millis, sequence")) {
            after.setLong(1, position.epochMillis());
            after.setLong(2, position.sequence());
            try (ResultSet row = after.executeQuery()) {
                while (row.next()) {
                    action.accept(Rows.entry(row, Rows.position(row), Rows.topics(row)));
                }
            }
        }
    }

    /** Writes so many bytes, and removes them again: so it fails if there is no room for them. */
    void checkRoom(long bytes) throws SQLException {
        begin();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO room VALUES (zeroblob(?))");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM room")) {
            insert.setLong(1, bytes);
            insert.executeUpdate();
            commit();
            begin();
            delete.executeUpdate();
            commit();
        }
    }

    /**
     * Takes the write-ahead log over into the database and cuts it to nothing; false if somebody has a snapshot of it.
     */
    boolean emptyWal() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0"); // Whoever has one may have it for long.
            try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return row.next() && row.getInt(1) == 0;
            } finally {
                statement.execute("PRAGMA busy_timeout = " + LogFile.BUSY_MILLIS);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
