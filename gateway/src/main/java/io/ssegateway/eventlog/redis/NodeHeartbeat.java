package io.ssegateway.eventlog.redis;

import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * The periodic write of a node: it stores the node's position, which shows that Redis answers and can be written; it
 * drops what is too old; and it returns how much the log holds.
 */
final class NodeHeartbeat {
    private final LogKeys keys;
    private final String node;
    private final String maxAgeMillis;
    private final String expiryMillis;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private volatile IntSupplier streams = () -> 0;

    /**
     * The heartbeat of one node.
     *
     * @param maxAge how long an entry is kept; zero means without end
     * @param expiry after how long without a heartbeat a node is given up
     */
    NodeHeartbeat(LogKeys keys, String node, Duration maxAge, Duration expiry) {
        this.keys = keys;
        this.node = node;
        this.maxAgeMillis = Long.toString(maxAge.toMillis());
        this.expiryMillis = Long.toString(expiry.toMillis());
    }

    /**
     * What Redis says.
     *
     * @param last the last position
     * @param size how much the log holds
     * @param behind whether Redis lacks updates that the node has seen
     * @param mark all later updates come after it
     * @param lastPublic the last position of a public entry
     */
    record Answer(Position last, Size size, boolean behind, Position mark, Position lastPublic) {}

    /** Sets the count of open streams to report. */
    void count(IntSupplier openStreams) {
        streams = openStreams;
    }

    CompletionStage<Answer> send(Connection connection, Position told, Position mark) {
        String row = since + " " + streams.getAsInt() + " " + told;
        return Script.HEARTBEAT
                .call(
                        connection,
                        List.of(keys.stream(), keys.last(), keys.nodes(), keys.rows(), keys.mark(), keys.lastPublic()),
                        List.of(told.toString(), maxAgeMillis, node, row, expiryMillis, mark.toString()))
                .thenApply(answer -> new Answer(
                        EntryCodec.position((String) answer.get(0)),
                        new Size((Long) answer.get(1), (Long) answer.get(2)),
                        (Long) answer.get(3) == 1,
                        EntryCodec.position((String) answer.get(4)),
                        EntryCodec.position((String) answer.get(5))));
    }

    /** The node ends. */
    CompletionStage<?> leave(Connection connection) {
        return Script.LEAVE.call(connection, List.of(keys.nodes(), keys.rows()), List.of(node));
    }
}
