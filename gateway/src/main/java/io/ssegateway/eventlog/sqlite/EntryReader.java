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
    private final PreparedStatement lost;
    private final PreparedStatement publicLost;
    private final PreparedStatement expired;
    private final PreparedStatement bounds;
    private final PreparedStatement range;
    private final PreparedStatement numbersOfTopic;
    private final PreparedStatement byNumber;
    private final PreparedStatement byId;
    private final PreparedStatement facts;

    EntryReader(Connection connection, RetentionPolicy policy, InstantSource clock) throws SQLException {
        this.policy = policy;
        this.clock = clock;
        this.connection = connection;
        lost = connection.prepareStatement("SELECT run, lost_millis AS millis, lost_sequence AS sequence FROM run");
        publicLost = connection.prepareStatement(
                "SELECT run, public_lost_millis AS millis, public_lost_sequence AS sequence FROM run");
        expired = connection.prepareStatement("""
                SELECT millis, sequence FROM kept CROSS JOIN entry USING (number)
                WHERE run = ? AND number <=
                    (SELECT number FROM entry WHERE millis < ? ORDER BY millis DESC, sequence DESC LIMIT 1)
                AND (private = 0 OR ?) ORDER BY number DESC LIMIT 1""");
        bounds = connection.prepareStatement("""
                SELECT
                (SELECT number FROM entry WHERE (millis, sequence) > (?, ?) ORDER BY millis, sequence LIMIT 1),
                (SELECT number FROM entry WHERE (millis, sequence) <= (?, ?)
                    ORDER BY millis DESC, sequence DESC LIMIT 1)""");
        range = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM entry WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        numbersOfTopic = connection.prepareStatement(
                "SELECT number FROM entry_topic WHERE topic = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        byNumber = connection.prepareStatement("SELECT " + Rows.COLUMNS + " FROM entry WHERE number = ?");
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
        Position gone = newestLost(after, interest, end, now);
        PageBuilder page = new PageBuilder(limit);
        bounds.setLong(1, after.epochMillis());
        bounds.setLong(2, after.sequence());
        bounds.setLong(3, end.epochMillis());
        bounds.setLong(4, end.sequence());
        long from;
        long to;
        try (ResultSet row = bounds.executeQuery()) {
            from = row.getLong(1); // 0 if there is none.
            to = row.getLong(2);
        }
        if (from > 0 && from <= to) {
            if (interest.patterns().isEmpty()) {
                byTopic(from, to, interest, now, page);
            } else {
                scan(from, to, interest, now, page);
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

    /** A loss after the end is not reported yet: the tails must learn of it first. */
    private Position newestLost(Position after, Interest interest, Position end, long now) throws SQLException {
        Position newest = after;
        try (ResultSet row = (interest.hasGrants() ? lost : publicLost).executeQuery()) {
            while (row.next()) {
                int group = row.getInt("run");
                if (policy.mayHold(group, interest)) {
                    newest = newest.join(Rows.position(row)).join(newestExpired(group, interest, now));
                }
            }
        }
        return newest.meet(end);
    }

    /** The newest of a group that is too old, but was not dropped yet. */
    private Position newestExpired(int group, Interest interest, long now) throws SQLException {
        long maxAge = policy.rules().get(RetentionPolicy.ruleOf(group)).maxAgeMillis();
        if (maxAge == 0) {
            return Position.ORIGIN;
        }
        expired.setInt(1, group);
        expired.setLong(2, now - maxAge);
        expired.setBoolean(3, interest.hasGrants());
        try (ResultSet row = expired.executeQuery()) {
            return row.next() ? Rows.position(row) : Position.ORIGIN;
        }
    }

    /** By the index: busy topics that were not asked for cost nothing. Updates that are not granted are skipped. */
    private void byTopic(long from, long end, Interest interest, long now, PageBuilder page) throws SQLException {
        long next = from;
        int lookedAt = 0;
        do {
            int most = Math.min(page.limit, MAX_LOOKED_AT - lookedAt);
            NavigableSet<Long> numbers = oldest(most, next, end, interest);
            for (long number : numbers) {
                look(number, interest, now, page);
                if (page.isFull()) {
                    return;
                }
            }
            page.more = numbers.size() == most;
            lookedAt += most;
            next = page.more ? numbers.last() + 1 : next;
        } while (page.more && lookedAt < MAX_LOOKED_AT);
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

    private void look(long number, Interest interest, long now, PageBuilder page) throws SQLException {
        byNumber.setLong(1, number);
        try (ResultSet row = byNumber.executeQuery()) {
            look(row, interest, now, page);
        }
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
        range.setInt(3, MAX_LOOKED_AT);
        int lookedAt = 0;
        try (ResultSet row = range.executeQuery()) {
            while (row.next()) {
                lookedAt++;
                look(row, interest, now, page);
                if (page.isFull()) {
                    return;
                }
            }
        }
        page.more = lookedAt == MAX_LOOKED_AT;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
