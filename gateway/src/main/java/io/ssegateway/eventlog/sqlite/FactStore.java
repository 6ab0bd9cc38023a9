package io.ssegateway.eventlog.sqlite;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.clock.SteadyClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Changes of facts, by the connection that writes. Not thread-safe. */
final class FactStore {
    private final InstantSource clock;
    private final SteadyClock steady;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final PreparedStatement forget;

    FactStore(Connection connection, InstantSource clock) throws SQLException {
        this.clock = clock;
        this.steady = new SteadyClock(clock, Ticker.systemTicker());
        put = connection.prepareStatement("INSERT OR REPLACE INTO fact (kind, name, value, until) VALUES (?, ?, ?, ?)");
        remove = connection.prepareStatement(
                "DELETE FROM fact WHERE kind = ? AND name = ? AND (until IS NULL OR until > ?)");
        forget = connection.prepareStatement("DELETE FROM fact WHERE until <= ?");
    }

    boolean put(String table, String key, String value, @Nullable Instant until) throws SQLException {
        forgetOld();
        put.setString(1, table);
        put.setString(2, key);
        put.setString(3, value);
        if (until == null) {
            put.setNull(4, Types.INTEGER);
        } else {
            put.setLong(4, until.toEpochMilli());
        }
        return put.executeUpdate() > 0;
    }

    boolean remove(String table, String key) throws SQLException {
        forgetOld();
        remove.setString(1, table);
        remove.setString(2, key);
        remove.setLong(3, clock.millis());
        return remove.executeUpdate() > 0;
    }

    private void forgetOld() throws SQLException {
        if (steady.isSteady()) {
            forget.setLong(1, clock.millis());
            forget.executeUpdate();
        }
    }
}
