package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RecentEntries;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.topic.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads the newest entries of the file when it is opened, as many as the ring takes. */
final class RecentRows {

    private RecentRows() {}

    /** Only what comes after everything that was dropped: who resumes from there has missed nothing. */
    static RecentEntries read(Connection connection, RetentionPolicy policy, LogConfig config, long nowMillis)
            throws SQLException {
        Position start = newestLost(connection);
        Deque<Entry> newest = new ArrayDeque<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + Rows.COLUMNS + " FROM entry ORDER BY number DESC LIMIT ?")) {
            select.setInt(1, config.ringSize() + 1);
            long bytes = 0;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Position position = Rows.position(row);
                    List<Topic> topics = Rows.topics(row);
                    boolean isGone =
                            !position.isAfter(start) || policy.isTooOld(topics, position.epochMillis(), nowMillis);
                    if (isGone || newest.size() == config.ringSize() || bytes > config.effectiveRingBytes()) {
                        start = start.join(position);
                        break;
                    }
                    Entry entry = Rows.entry(row, position, topics);
                    bytes += entry.estimatedBytes();
                    newest.addFirst(entry);
                }
            }
        }
        RecentEntries recent = new RecentEntries(start, config.ringSize(), config.effectiveRingBytes());
        newest.forEach(recent::add);
        return recent;
    }

    private static Position newestLost(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT lost_millis AS millis, lost_sequence AS sequence FROM run"
                                + " ORDER BY 1 DESC, 2 DESC LIMIT 1")) {
            return row.next() ? Rows.position(row) : Position.ORIGIN;
        }
    }
}
