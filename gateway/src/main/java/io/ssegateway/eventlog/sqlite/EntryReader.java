package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.sqlite.Tails.Told;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A read-only connection and its statements. Not thread-safe. After a failure it is to be closed. */
final class EntryReader implements AutoCloseable {
    /** Entries that one read looks at before it answers, whether they match or not: others wait for the thread. */
    static final int MAX_LOOKED_AT = 1024;

    /** When a page has so much it ends, also before its limit: many may be on their way at once. */
    private static final long MAX_PAGE_BYTES = 1 << 20;

    private final RetentionPolicy rules;
    private final Connection connection;
    private final PreparedStatement lost;
    private final PreparedStatement publicLost;
    private final PreparedStatement firstAfter;
    private final PreparedStatement range;
    private final PreparedStatement numbersOfTopic;
    private final PreparedStatement byNumber;
    private final PreparedStatement byId;
    private final PreparedStatement facts;

    EntryReader(Connection connection, RetentionPolicy rules) throws SQLException {
        this.rules = rules;
        this.connection = connection;
        lost = connection.prepareStatement("SELECT run, lost_millis AS millis, lost_sequence AS sequence FROM run");
        publicLost = connection.prepareStatement(
                "SELECT run, public_lost_millis AS millis, public_lost_sequence AS sequence FROM run");
        firstAfter = connection.prepareStatement(
                "SELECT number FROM entry WHERE (millis, sequence) > (?, ?)" + " ORDER BY millis, sequence LIMIT 1");
        range = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM entry WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        numbersOfTopic = connection.prepareStatement(
                "SELECT number FROM entry_topic WHERE topic = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?");
        byNumber = connection.prepareStatement("SELECT " + Rows.COLUMNS + " FROM entry WHERE number = ?");
        byId = connection.prepareStatement(
                "SELECT millis, sequence, topics, private FROM entry WHERE id = ? AND number <= ?");
        facts = connection.prepareStatement(
                "SELECT name, value FROM fact WHERE kind = ? AND (until IS NULL OR until > ?)");
    }

    /** Reads as {@link io.ssegateway.eventlog.EventLog#read} does, up to what was told before this call. */
    Page page(Position after, Interest interest, int limit, Told end) throws SQLException {
        connection.setAutoCommit(false); // One snapshot: what is not there any more is in what was lost.
        Position gone = newestLost(after, interest, end);
        long from = firstAfter(after);
        Found found = new Found(limit);
        if (from <= end.number()) {
            if (interest.patterns().isEmpty()) {
                byTopic(from, end.number(), interest, found);
            } else {
                scan(from, end.number(), interest, found);
            }
        }
        connection.setAutoCommit(true);
        Position through = found.more ? found.through : end.position();
        return new Page(found.entries, through, gone.isAfter(after) ? gone : null);
    }

    /** Finds as {@link io.ssegateway.eventlog.EventLog#find} does. */
    Optional<Position> find(String publishersId, Interest reader, Told end) throws SQLException {
        byId.setString(1, publishersId);
        byId.setLong(2, end.number());
        try (ResultSet row = byId.executeQuery()) {
            return row.next() && reader.mayRead(Rows.topics(row), Rows.isPrivate(row))
                    ? Optional.of(Rows.position(row))
                    : Optional.empty();
        }
    }

    /** The facts of a table that are not too old. */
    Map<String, String> facts(String table, long epochMillis) throws SQLException {
        facts.setString(1, table);
        facts.setLong(2, epochMillis);
        Map<String, String> found = new TreeMap<>();
        try (ResultSet row = facts.executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), row.getString(2));
            }
        }
        return found;
    }

    /** What is lost behind the end is not news yet: the tails are to be told first. */
    private Position newestLost(Position after, Interest interest, Told end) throws SQLException {
        Position newest = after;
        try (ResultSet row = (interest.hasGrants() ? lost : publicLost).executeQuery()) {
            while (row.next()) {
                int run = row.getInt("run");
                boolean across = run % 2 == 1;
                Position position = Rows.position(row);
                if (position.isAfter(newest) && (across || rules.mayHold(run / 2, interest))) {
                    newest = position;
                }
            }
        }
        return newest.isAfter(end.position()) ? end.position() : newest;
    }

    private long firstAfter(Position after) throws SQLException {
        firstAfter.setLong(1, after.epochMillis());
        firstAfter.setLong(2, after.sequence());
        try (ResultSet row = firstAfter.executeQuery()) {
            return row.next() ? row.getLong(1) : Long.MAX_VALUE;
        }
    }

    /** By the index: topics that are busy and not asked for cost nothing. What is not granted is passed over. */
    private void byTopic(long from, long end, Interest interest, Found found) throws SQLException {
        long next = from;
        int lookedAt = 0;
        do {
            int most = Math.min(found.limit, MAX_LOOKED_AT - lookedAt);
            NavigableSet<Long> numbers = oldest(most, next, end, interest);
            for (long number : numbers) {
                look(number, interest, found);
                if (found.isFull()) {
                    return;
                }
            }
            found.more = numbers.size() == most;
            lookedAt += most;
            next = found.more ? numbers.last() + 1 : next;
        } while (found.more && lookedAt < MAX_LOOKED_AT);
    }

    /** The numbers of so many entries to the interest's topics, or of all if they are fewer. */
    private NavigableSet<Long> oldest(int most, long from, long end, Interest interest) throws SQLException {
        NavigableSet<Long> numbers = new TreeSet<>();
        for (Topic topic : interest.topics()) {
            numbersOfTopic.setString(1, topic.name());
            numbersOfTopic.setLong(2, from);
            // Behind so many that are older there is nothing to look for.
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

    private void look(long number, Interest interest, Found found) throws SQLException {
        byNumber.setLong(1, number);
        try (ResultSet row = byNumber.executeQuery()) {
            look(row, interest, found);
        }
    }

    private static void look(ResultSet row, Interest interest, Found found) throws SQLException {
        Position position = Rows.position(row);
        List<Topic> topics = Rows.topics(row);
        if (interest.matches(topics, Rows.isPrivate(row))) {
            found.add(Rows.entry(row, position, topics));
        } else {
            found.through = position;
        }
    }

    /** A pattern may match any topic, so each entry is looked at, up to a number of them. */
    private void scan(long from, long end, Interest interest, Found found) throws SQLException {
        range.setLong(1, from);
        range.setLong(2, end);
        range.setInt(3, MAX_LOOKED_AT);
        int lookedAt = 0;
        try (ResultSet row = range.executeQuery()) {
            while (row.next()) {
                lookedAt++;
                look(row, interest, found);
                if (found.isFull()) {
                    return;
                }
            }
        }
        found.more = lookedAt == MAX_LOOKED_AT;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** What a page gets. */
    private static final class Found {
        final List<Entry> entries = new ArrayList<>();
        final int limit;
        /** Whether there may be more behind {@link #through}. */
        boolean more;

        Position through = Position.ORIGIN;
        private long bytes;

        Found(int limit) {
            this.limit = limit;
        }

        void add(Entry entry) {
            entries.add(entry);
            bytes += entry.estimatedBytes();
            through = entry.position();
        }

        boolean isFull() {
            more = entries.size() == limit || bytes >= MAX_PAGE_BYTES;
            return more;
        }
    }
}
