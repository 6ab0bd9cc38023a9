package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/** Opens the file for writing, again after each failure, and sees that its tables are those of this gateway. */
record StoreOpener(LogFile file, RetentionPolicy policy, InstantSource clock) {

    /**
     * Opens it.
     *
     * @param create whether it may be made
     * @throws io.ssegateway.config.ConfigException if the file is not for this gateway
     * @throws SQLException if it cannot be used
     */
    WriteStore open(boolean create) throws SQLException {
        Connection connection = file.openForWriting(create);
        try {
            Schema.prepare(file.toString(), connection);
            RetentionGroups.match(connection, policy, new PositionClock(clock).mark());
            return new WriteStore(connection, clock);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
