package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RecentEntries;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Reads the log backwards from its newest entry, page by page, as much as the ring takes: when a node has reached Redis
 * for the first time.
 */
final class RecentRead {
    private static final int ENTRIES_PER_PAGE = 256;
    private static final long BYTES_PER_PAGE = 1 << 20;

    private final Connection connection;
    private final String stream;
    private final int maxEntries;
    private final long maxBytes;
    private final Deque<Entry> found = new ArrayDeque<>();
    private long bytes;
    /** Everything after this position was found, and nothing in between is gone. */
    private Position start;

    /** Reads from the newest position there ever was; nothing if the log has several streams, which share a ring. */
    static BiFunction<Connection, Position, CompletionStage<RecentEntries>> of(LogConfig config, String stream) {
        int maxEntries = config.redis().streams() == 1 ? config.ringSize() : 0;
        long maxBytes = config.effectiveRingBytes();
        return (connection, newest) -> new RecentRead(connection, stream, newest, maxEntries, maxBytes).run();
    }

    private RecentRead(Connection connection, String stream, Position newest, int maxEntries, long maxBytes) {
        this.connection = connection;
        this.stream = stream;
        this.start = newest;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    private CompletionStage<RecentEntries> run() {
        return maxEntries == 0 ? CompletableFuture.completedStage(result()) : next(start.toString());
    }

    private CompletionStage<RecentEntries> next(String from) {
        return Script.PAGE
                .call(
                        connection,
                        List.of(stream),
                        List.of(
                                from,
                                "-",
                                Integer.toString(ENTRIES_PER_PAGE),
                                Long.toString(BYTES_PER_PAGE),
                                "XREVRANGE"))
                .thenCompose(answer -> {
                    List<StreamMessage<String, String>> messages = EntryCodec.messages((List<?>) answer.get(1));
                    boolean more = takeAll(EntryCodec.decode(messages)) && (Long) answer.get(0) == 1;
                    return more
                            ? next("(" + messages.get(messages.size() - 1).getId())
                            : CompletableFuture.completedStage(result());
                });
    }

    /** Whether those before them are wanted too. */
    private boolean takeAll(List<Stored> newestFirst) {
        for (Stored stored : newestFirst) {
            if (!stored.entry().position().equals(start) || found.size() == maxEntries || bytes >= maxBytes) {
                return false; // Each entry names the one before it: if that is another one, it is gone.
            }
            found.addFirst(stored.entry());
            bytes += stored.entry().estimatedBytes();
            start = stored.previous();
        }
        return true;
    }

    private RecentEntries result() {
        RecentEntries recent = new RecentEntries(start, maxEntries, maxBytes);
        found.forEach(recent::add);
        return recent;
    }
}
