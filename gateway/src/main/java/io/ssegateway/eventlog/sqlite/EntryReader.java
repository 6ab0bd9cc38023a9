package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A read-only connection and its statements. Not thread-safe. After a failure it is to be closed. */
final class EntryReader implements AutoCloseable {
    /** The number of entries that one read examines, whether they match or not: others wait for the thread. */
    static final int MAX_LOOKED_AT = 1024;

    private final RetentionPolicy policy;
    private final InstantSource clock;
    private final Connection connection;
    private final Losses losses;
    private final PreparedStatement bounds;
    private final PreparedStatement range;
    private final PreparedStatement numbersOfTopic;
    private final PreparedStatement ofTopic;
    private final PreparedStatement ofNumbers;
    private final PreparedStatement byId;
    private final PreparedStatement facts;

    EntryReader(Connection connection, RetentionPolicy policy, InstantSource clock) throws SQLException {
        this.policy = policy;
        this.clock = clock;
        this.connection = connection;
        losses = new Losses(connection, policy);
        bounds = connection.prepareStatement("""
                SELECT
                (SELECT number FROM entry WHERE (millis, sequence) > (?, ?) ORDER BY millis, sequence LIMIT 1),
                (SELECT number FROM entry WHERE (millis, sequence) <= (?, ?)
                    ORDER BY millis DESC, sequence DESC LIMIT 1),
                (SELECT min(millis) FROM entry)""");
        range = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM entry WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        numbersOfTopic = connection.prepareStatement(
                "SELECT number FROM entry_topic WHERE topic = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        ofTopic = connection.prepareStatement("SELECT " + Rows.COLUMNS + " FROM entry_topic CROSS JOIN entry"
                + " USING (number) WHERE topic = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        ofNumbers = connection.prepareStatement("SELECT " + Rows.COLUMNS
                + " FROM entry WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number");
        byId = connection.prepareStatement("SELECT millis, sequence, topics, private FROM entry WHERE id = ?");
        facts = connection.prepareStatement(
                "SELECT name, value FROM fact WHERE kind = ? AND (until IS NULL OR until > ?)");
    }

    /**
     * Reads like {@link io.ssegateway.eventlog.EventLog#read}. Updates that are too old count as dropped, even if the
     * writer has not dropped them yet: a read does not wait for transactions.
     *
     * @param end the high-water mark of the tails before this call
     */
    Page page(Position after, Interest interest, int limit, Position end) throws SQLException {
        long now = clock.millis();
        connection.setAutoCommit(false); // One snapshot: every dropped entry is covered by the recorded loss.
        PageBuilder page = new PageBuilder(limit);
        bounds.setLong(1, after.epochMillis());
        bounds.setLong(2, after.sequence());
        bounds.setLong(3, end.epochMillis());
        bounds.setLong(4, end.sequence());
        long from;
        long to;
        long oldestMillis;
        try (ResultSet row = bounds.executeQuery()) {
            from = row.getLong(1); // 0 if there is none.
            to = row.getLong(2);
            oldestMillis = row.getLong(3);
        }
        Position gone =
                losses.newest(interest, oldestMillis, now).meet(end); // The tails must learn of later ones first.
        if (from > 0 && from <= to) {
            if (!interest.patterns().isEmpty()) {
                scan(from, to, interest, now, page);
            } else if (interest.topics().size() == 1) {
                byTopic(interest.topics().iterator().next(), from, to, interest, now, page);
            } else {
                byTopics(from, to, interest, now, page);
            }
        }
        connection.setAutoCommit(true);
        return page.build(end, gone.isAfter(after) ? gone : null);
    }

    /** Finds as {@link io.ssegateway.eventlog.EventLog#find} does. */
    Optional<Position> find(String publishersId, Interest reader, Position end) throws SQLException {
        byId.setString(1, publishersId);
        try (ResultSet row = byId.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Position position = Rows.position(row);
            List<Topic> topics = Rows.topics(row);
            return !position.isAfter(end)
                            && reader.mayRead(topics, Rows.isPrivate(row))
                            && !policy.isTooOld(topics, position.epochMillis(), clock.millis())
                    ? Optional.of(position)
                    : Optional.empty();
        }
    }

    /** The facts of a table that are not too old. */
    Map<String, String> facts(String table) throws SQLException {
        facts.setString(1, table);
        facts.setLong(2, clock.millis());
        Map<String, String> found = new TreeMap<>();
        try (ResultSet row = facts.executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), row.getString(2));
            }
        }
        return found;
    }

    /** By the index: busy topics that were not asked for cost nothing. Updates that are not granted are skipped. */
    private void byTopic(Topic topic, long from, long end, Interest interest, long now, PageBuilder page)
            throws SQLException {
        ofTopic.setString(1, topic.name());
        ofTopic.setLong(2, from);
        ofTopic.setLong(3, end);
        ofTopic.setInt(4, MAX_LOOKED_AT);
        examine(ofTopic, MAX_LOOKED_AT, interest, now, page);
    }

    /** As for one topic; their numbers are merged first. */
    private void byTopics(long from, long end, Interest interest, long now, PageBuilder page) throws SQLException {
        long next = from;
        int lookedAt = 0;
        boolean isOver = false;
        while (!isOver && lookedAt < MAX_LOOKED_AT) {
            int most = Math.min(page.limit, MAX_LOOKED_AT - lookedAt);
            NavigableSet<Long> numbers = oldest(most, next, end, interest);
            ofNumbers.setString(1, numbers.toString()); // Which is JSON.
            isOver = examine(ofNumbers, most, interest, now, page) || !page.more;
            lookedAt += most;
            next = isOver ? next : numbers.last() + 1;
        }
    }

    /** The numbers of so many entries to the interest's topics, or of all if they are fewer. */
    private NavigableSet<Long> oldest(int most, long from, long end, Interest interest) throws SQLException {
        NavigableSet<Long> numbers = new TreeSet<>();
        for (Topic topic : interest.topics()) {
            numbersOfTopic.setString(1, topic.name());
            numbersOfTopic.setLong(2, from);
            // After so many older ones there is nothing more to find.
            numbersOfTopic.setLong(3, numbers.size() < most ? end : numbers.last());
            numbersOfTopic.setInt(4, most);
            try (ResultSet row = numbersOfTopic.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
            while (numbers.size() > most) {
                numbers.pollLast();
            }
        }
        return numbers;
    }

    private void look(ResultSet row, Interest interest, long now, PageBuilder page) throws SQLException {
        Position position = Rows.position(row);
        List<Topic> topics = Rows.topics(row);
        if (interest.matches(topics, Rows.isPrivate(row)) && !policy.isTooOld(topics, position.epochMillis(), now)) {
            page.add(Rows.entry(row, position, topics));
        } else {
            page.through = position;
        }
    }

    /** A pattern may match any topic, so each entry is examined, up to a limit. */
    private void scan(long from, long end, Interest interest, long now, PageBuilder page) throws SQLException {
        range.setLong(1, from);
        range.setLong(2, end);
        int most = interest.affordable(MAX_LOOKED_AT);
        range.setInt(3, most);
        examine(range, most, interest, now, page);
    }

    /**
     * Fills the page with what matches of the selected rows.
     *
     * @param most how many rows are selected at most
     * @return whether the page is full
     */
    private boolean examine(PreparedStatement rows, int most, Interest interest, long now, PageBuilder page)
            throws SQLException {
        int lookedAt = 0;
        try (ResultSet row = rows.executeQuery()) {
            while (row.next()) {
                lookedAt++;
                look(row, interest, now, page);
                if (page.isFull()) {
                    return true;
                }
            }
        }
        page.more = lookedAt == most;
        return false;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
