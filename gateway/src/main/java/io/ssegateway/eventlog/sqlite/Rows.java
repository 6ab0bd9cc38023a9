package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The row of an entry. */
final class Rows {
    static final String COLUMNS = "number, millis, sequence, topics, id, type, retry, data, private";

    static final String INSERT = "INSERT INTO entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SEPARATOR = "\n";

    private Rows() {}

    /** @param publishersId null if the entry's id is its position */
    static void bind(PreparedStatement insert, long number, Entry entry, @Nullable String publishersId)
            throws SQLException {
        ServerSentEvent event = entry.update().event();
        insert.setLong(1, number);
        insert.setLong(2, entry.position().epochMillis());
        insert.setLong(3, entry.position().sequence());
        insert.setString(4, entry.update().topics().stream().map(Topic::name).collect(Collectors.joining(SEPARATOR)));
        insert.setString(5, publishersId);
        insert.setString(6, event.event());
        OptionalLong retry = event.retryMillis();
        if (retry.isPresent()) {
            insert.setLong(7, retry.getAsLong());
        } else {
            insert.setNull(7, Types.INTEGER);
        }
        insert.setString(8, event.data());
        insert.setBoolean(9, entry.update().isPrivate());
    }

    static Position position(ResultSet row) throws SQLException {
        return new Position(row.getLong("millis"), row.getLong("sequence"));
    }

    static List<Topic> topics(ResultSet row) throws SQLException {
        return topics(row.getString("topics"));
    }

    static List<Topic> topics(String column) {
        return Arrays.stream(column.split(SEPARATOR)).map(Topic::new).toList();
    }

    static boolean isPrivate(ResultSet row) throws SQLException {
        return row.getBoolean("private");
    }

    static Entry entry(ResultSet row, Position position, List<Topic> topics) throws SQLException {
        String id = row.getString("id");
        ServerSentEvent.Builder event = ServerSentEvent.builder()
                .id(id == null ? position.toString() : id)
                .event(row.getString("type"))
                .data(row.getString("data"));
        long retry = row.getLong("retry");
        if (!row.wasNull()) {
            event.retryMillis(retry);
        }
        return new Entry(position, new Update(topics, event.build(), isPrivate(row)));
    }
}
