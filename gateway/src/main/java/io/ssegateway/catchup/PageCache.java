package io.ssegateway.catchup;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the log that several streams want. After a restart everybody comes back at once, from about the same place:
 * so a page is read, decoded and encoded once for all that want the same behind the same position, also for those that
 * come while it is read. What is remembered is bounded in bytes, and forgotten when nobody has wanted it for a while.
 *
 * <p>A page stays true for as long as it is remembered: nothing is put between the entries of a log. What its end was
 * then may not be the end any more; a reader asks for what is behind it. Safe for use by any thread.
 */
public final class PageCache {
    static final int ENTRIES_PER_PAGE = 128;

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final EventLog log;
    private final @Nullable AsyncCache<Key, LogPage> pages;

    private record Key(Interest interest, Position after) {}

    /**
     * A cache that has nothing yet.
     *
     * @param maxBytes what it remembers at most, about; 0 for a log whose pages are references to what it has in memory
     *     anyway
     */
    public PageCache(EventLog log, long maxBytes) {
        this.log = log;
        this.pages = maxBytes == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher((Key key, LogPage page) -> page.bytes())
                        .expireAfterAccess(REMEMBERED)
                        .executor(Runnable::run) // What it has to tidy up is little.
                        .buildAsync();
    }

    /** The page behind a position; fails as {@link EventLog#read}. */
    CompletionStage<LogPage> read(Position after, Interest interest) {
        if (pages == null) {
            return log.read(after, interest, ENTRIES_PER_PAGE).thenApply(LogPage::unencoded);
        }
        Key key = new Key(interest, after);
        CompletableFuture<LogPage> page = pages.get(
                key,
                (k, executor) -> log.read(after, interest, ENTRIES_PER_PAGE)
                        .thenApply(LogPage::encoded)
                        .toCompletableFuture());
        return page.thenApply(read -> {
            if (!read.through().isAfter(after)) {
                pages.asMap().remove(key, page); // Its reader comes back for what there will be then.
            }
            return read;
        });
    }
}
