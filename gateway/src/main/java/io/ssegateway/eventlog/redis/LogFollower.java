package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.eventlog.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log on a connection of its own, and tells this node's tails what is appended, whoever has appended it.
 * Works on one thread.
 */
final class LogFollower {
    private static final int LEAST_ENTRIES = 16;
    private static final int MOST_ENTRIES = 512;
    private static final long BYTES_PER_READ = 1 << 20;

    private final ReconnectingConnection connection;
    private final String stream;
    private final NodeTails tails;
    private final Duration patience;
    /** What was read, whether it was an update or not. */
    private Position read = Position.ORIGIN;
    /** A mark that counts when all is read that there was when it was issued. */
    private NodeHeartbeat.@Nullable Answer marked;

    private int count = LEAST_ENTRIES;

    /**
     * @param patience how long a read waits for something new
     * @param changed is told that the connection is up, or that it or an attempt at it has failed
     */
    LogFollower(
            RedisServer server,
            EventExecutor thread,
            Duration timeout,
            String stream,
            NodeTails tails,
            Duration patience,
            Runnable changed) {
        this.connection = new ReconnectingConnection(server, thread, timeout, this::greet, changed);
        this.stream = stream;
        this.tails = tails;
        this.patience = patience;
    }

    /** Connects, and tells what comes after a position. Once. */
    void begin(Position newest) {
        read = newest;
        connection.connect();
    }

    boolean isUp() {
        return connection.connection() != null;
    }

    /** Why it is not up, or was not the last time. */
    String problem() {
        return connection.problem();
    }

    /** Gives the connection up if an answer is overdue. */
    void check() {
        connection.check();
    }

    /** Redis has issued a mark. */
    void marked(NodeHeartbeat.Answer answer) {
        marked = marked == null ? answer : marked;
        takeMark();
    }

    private void takeMark() {
        NodeHeartbeat.Answer answer = marked;
        if (answer != null && read.covers(answer.last())) {
            marked = null;
            tails.mark(answer.mark());
        }
    }

    private void greet() {
        connection.ask(up -> up.commands().ping(), pong -> readOn());
    }

    @SuppressWarnings("unchecked") // The driver's varargs are generic; an array of one is made here.
    private void readOn() {
        connection.ask(
                up -> up.commands()
                        .xread(
                                XReadArgs.Builder.block(patience.toMillis()).count(count),
                                StreamOffset.from(stream, read.toString())),
                this::arrived);
    }

    private void arrived(@Nullable List<StreamMessage<String, String>> messages) {
        if (messages != null && !messages.isEmpty()) {
            List<Stored> entries = EntryCodec.decode(messages);
            tails.deliver(entries);
            EntryCodec.newestLoss(messages).ifPresent(tails::lose);
            read = EntryCodec.position(messages.get(messages.size() - 1).getId());
            count = nextCount(messages.size(), entries);
            takeMark();
        }
        readOn();
    }

    /** Many at a time only while there is much to catch up with, and only as many as are about a mebibyte. */
    private int nextCount(int arrived, List<Stored> entries) {
        if (arrived < count) {
            return LEAST_ENTRIES;
        }
        long bytes = entries.stream()
                .mapToLong(stored -> stored.entry().estimatedBytes())
                .sum();
        long fitting = BYTES_PER_READ * arrived / Math.max(1, bytes);
        return (int) Math.max(1, Math.min(fitting, Math.min(MOST_ENTRIES, 2L * count)));
    }

    void close() {
        connection.close();
    }
}
