package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.topic.Interest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a reader cannot get any more. Uses its connection, and is not thread-safe. */
final class Losses {
    private final RetentionPolicy policy;
    private final PreparedStatement lost;
    private final PreparedStatement publicLost;
    private final PreparedStatement expired;

    Losses(Connection connection, RetentionPolicy policy) throws SQLException {
        this.policy = policy;
        lost = connection.prepareStatement("SELECT run, lost_millis AS millis, lost_sequence AS sequence FROM run");
        publicLost = connection.prepareStatement(
                "SELECT run, public_lost_millis AS millis, public_lost_sequence AS sequence FROM run");
        expired = connection.prepareStatement("""
                SELECT millis, sequence FROM kept CROSS JOIN entry USING (number)
                WHERE run = ? AND number <=
                    (SELECT number FROM entry WHERE millis < ? ORDER BY millis DESC, sequence DESC LIMIT 1)
                AND (private = 0 OR ?) ORDER BY number DESC LIMIT 1""");
    }

    /**
     * The newest position at which an update that concerns the interest is gone.
     *
     * @param oldestMillis the time of the oldest entry in the file
     */
    Position newest(Interest interest, long oldestMillis, long nowMillis) throws SQLException {
        Position newest = Position.ORIGIN;
        try (ResultSet row = (interest.hasGrants() ? lost : publicLost).executeQuery()) {
            while (row.next()) {
                int group = row.getInt("run");
                if (policy.mayHold(group, interest)) {
                    newest = newest.join(Rows.position(row))
                            .join(newestExpired(group, interest.hasGrants(), oldestMillis, nowMillis));
                }
            }
        }
        return newest;
    }

    /** The newest of a group that is too old, but was not dropped yet. */
    private Position newestExpired(int group, boolean privateToo, long oldestMillis, long nowMillis)
            throws SQLException {
        long maxAge = policy.rules().get(RetentionPolicy.ruleOf(group)).maxAgeMillis();
        if (maxAge == 0 || nowMillis - oldestMillis <= maxAge) { // Most often nothing is too old.
            return Position.ORIGIN;
        }
        expired.setInt(1, group);
        expired.setLong(2, nowMillis - maxAge);
        expired.setBoolean(3, privateToo);
        try (ResultSet row = expired.executeQuery()) {
            return row.next() ? Rows.position(row) : Position.ORIGIN;
        }
    }
}
