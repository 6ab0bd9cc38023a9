package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.redis.NodeTails.HighWaterMark;
import io.ssegateway.topic.Interest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One read of the log.
 *
 * @param end where it ends
 */
record PageRead(Position after, Interest interest, int limit, HighWaterMark end) {
    private static final int MOST = 256;
    private static final int LEAST = 64;
    /** When a page has so much it ends, also before its limit: many may be on their way at once. */
    private static final long MAX_BYTES = 1 << 20;

    CompletionStage<Page> from(Connection connection, String stream) {
        if (interest.isEmpty() || !end.position().isAfter(after)) {
            return CompletableFuture.completedStage(new Page(List.of(), end.position(), null));
        }
        int count = interest.affordable(Math.max(LEAST, Math.min(limit, MOST)));
        return Script.PAGE
                .call(
                        connection,
                        List.of(stream),
                        List.of(
                                "(" + after,
                                end.position().toString(),
                                Integer.toString(count),
                                Long.toString(MAX_BYTES),
                                "XRANGE"))
                .thenApply(this::page);
    }

    /** What the reader gets of an answer of the script. */
    Page page(List<Object> answer) {
        List<StreamMessage<String, String>> messages = EntryCodec.messages((List<?>) answer.get(1));
        List<Stored> looked = EntryCodec.decode(messages);
        if ((Long) answer.get(0) == 1) {
            StreamMessage<String, String> last = messages.get(messages.size() - 1);
            Position through = EntryCodec.position(last.getId());
            // The next page begins behind it, and would not notice.
            return page(looked, through, EntryCodec.isLoss(last) ? through : Position.ORIGIN);
        }
        return page(looked, end.position(), interest.hasGrants() ? end.position() : end.lastPublic());
    }

    /**
     * What the reader gets.
     *
     * @param through everything up to here was examined, also entries that cannot be read
     * @param must the position of an entry, present or dropped, that the reader would notice; {@link Position#ORIGIN}
     *     if none does so far
     */
    private Page page(List<Stored> looked, Position through, Position must) {
        List<Entry> found = new ArrayList<>();
        Position at = after;
        Position lost = null;
        for (Stored next : looked) {
            Position previous = interest.hasGrants() ? next.previous() : next.previousPublic();
            if (previous.isAfter(at)) {
                lost = previous;
            }
            at = next.entry().position();
            if (next.entry().update().isWantedBy(interest)) {
                found.add(next.entry());
                if (found.size() == limit) {
                    return new Page(found, at, lost);
                }
            }
        }
        if (must.isAfter(at)) {
            lost = must; // Entries after the last one here were delivered, and are dropped already.
        }
        return new Page(found, through, lost);
    }
}
