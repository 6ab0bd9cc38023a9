package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.Durations;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.RetentionRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Brings the file's retention groups in line with the current policy; in the file they are called runs. If the prefixes
 * have changed since the last start, each entry is assigned again, and a group inherits the losses of every group that
 * may have had its updates: readers may get one gap too many then, never one too few.
 */
final class RetentionGroups {
    private static final Logger LOG = LogManager.getLogger();

    /** What a group has dropped; the groups of one rule follow each other. */
    private record Stored(String prefix, Position lost, Position publicLost) {}

    private final Connection connection;
    private final RetentionPolicy policy;
    private final List<String> prefixes;

    private RetentionGroups(Connection connection, RetentionPolicy policy) {
        this.connection = connection;
        this.policy = policy;
        this.prefixes = policy.rules().stream().map(RetentionRule::prefix).toList();
    }

    /** @param birth where the log begins if the file is new: everything before counts as dropped */
    static void match(Connection connection, RetentionPolicy policy, Position birth) throws SQLException {
        new RetentionGroups(connection, policy).match(birth);
    }

    private void match(Position birth) throws SQLException {
        List<Stored> stored = stored();
        List<String> before = stored.stream().map(Stored::prefix).distinct().toList();
        if (before.equals(prefixes)) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM run");
            for (int group = 0; group < policy.groups(); group++) {
                String prefix = prefixes.get(RetentionPolicy.ruleOf(group));
                Position lost = stored.isEmpty() ? birth : lost(prefix, stored, before, Stored::lost);
                Position publicLost = stored.isEmpty() ? birth : lost(prefix, stored, before, Stored::publicLost);
                insert(group, prefix, lost, publicLost);
            }
            if (!stored.isEmpty()) {
                long begin = System.nanoTime();
                int entries = regroup(statement);
                LOG.info(
                        "The prefixes of log.topics have changed: regrouped {} updates in {}",
                        entries,
                        Durations.words(Duration.ofNanos(System.nanoTime() - begin)));
            }
        }
        connection.setAutoCommit(true);
    }

    private List<Stored> stored() throws SQLException {
        List<Stored> stored = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT prefix, lost_millis, lost_sequence, public_lost_millis,"
                        + " public_lost_sequence FROM run ORDER BY run")) {
            while (row.next()) {
                stored.add(new Stored(
                        row.getString(1),
                        new Position(row.getLong(2), row.getLong(3)),
                        new Position(row.getLong(4), row.getLong(5))));
            }
        }
        return stored;
    }

    /** The newest position that any group has dropped whose updates may now belong under a prefix. */
    private Position lost(String prefix, List<Stored> stored, List<String> before, Function<Stored, Position> lostOf) {
        Position newest = Position.ORIGIN;
        for (Stored group : stored) {
            if (mayShare(prefix, group.prefix(), before)) {
                newest = newest.join(lostOf.apply(group));
            }
        }
        return newest;
    }

    /**
     * Whether a topic may have been under the old prefix, and is under the new one: the longest match applies to each.
     */
    private boolean mayShare(String now, String old, List<String> before) {
        if (now.startsWith(old)) {
            return now.equals(old) || !before.contains(now);
        }
        return old.startsWith(now) && !prefixes.contains(old);
    }

    private void insert(int group, String prefix, Position lost, Position publicLost) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, group);
            insert.setString(2, prefix);
            insert.setLong(3, lost.epochMillis());
            insert.setLong(4, lost.sequence());
            insert.setLong(5, publicLost.epochMillis());
            insert.setLong(6, publicLost.sequence());
            insert.executeUpdate();
        }
    }

    private int regroup(Statement statement) throws SQLException {
        int entries = 0;
        statement.executeUpdate("CREATE TEMP TABLE regrouped (run INTEGER, number INTEGER, bytes INTEGER)");
        try (Statement all = connection.createStatement();
                ResultSet row = all.executeQuery("SELECT number, bytes, topics FROM kept JOIN entry USING (number)");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO regrouped VALUES (?, ?, ?)")) {
            for (; row.next(); entries++) {
                insert.setInt(1, policy.groupOf(Rows.topics(row)));
                insert.setLong(2, row.getLong("number"));
                insert.setLong(3, row.getLong("bytes"));
                insert.executeUpdate();
            }
        }
        statement.executeUpdate("DELETE FROM kept");
        statement.executeUpdate("INSERT INTO kept SELECT run, number, bytes FROM regrouped ORDER BY run, number");
        statement.executeUpdate("DROP TABLE regrouped");
        return entries;
    }
}
