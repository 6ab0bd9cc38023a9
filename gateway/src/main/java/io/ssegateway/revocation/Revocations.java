package io.ssegateway.revocation;

import io.ssegateway.auth.Grants;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.ReservedTopics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rejects revoked subjects, tokens and topics on all gateways that share a log: their streams close at once, and cannot
 * open again until the revocation ends. Revocations are as durable as the log: in memory until the gateway stops.
 *
 * <p>This node's copy of the table is read again when the log announces a change, and every minute, in case the
 * announcement was lost; after a failure every second. Checks use the copy, without waiting. Safe for use by any
 * thread.
 */
public final class Revocations implements LogTail, RevocationChecks {
    /** The name of the shared table. */
    public static final String TABLE = "revocations";

    private static final Logger LOG = LogManager.getLogger();

    private static final Duration RELOAD = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** As long as no client is accepted. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);

    private final EventLog log;
    private final SharedTable table;
    private final ShardedChannelGroup streams;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final SingleFlight load;

    private final CompletableFuture<Void> firstRead = new CompletableFuture<>();
    private volatile RevocationSet known = RevocationSet.NONE;
    /** The result of the last read. On the thread only. */
    private Map<String, String> read = Map.of();

    /** The next read, unless the log asks for one before. On the thread only. */
    private @Nullable Future<?> next;

    /**
     * Knows nothing until {@link #start}.
     *
     * @param thread one thread, for what a tail must not do itself; may be an event loop
     */
    public Revocations(
            EventLog log,
            SharedTable table,
            ShardedChannelGroup streams,
            InstantSource clock,
            ScheduledExecutorService thread) {
        this.log = log;
        this.table = table;
        this.streams = streams;
        this.clock = clock;
        this.thread = thread;
        this.load = new SingleFlight(table::all, this::use, thread);
    }

    /** Follows the log from now on, and reads the revocations; streams that opened before are checked then. */
    public void start() {
        log.tail(this);
    }

    @Override
    public void begin(Position newest) {
        reload();
    }

    @Override
    public void lost(Position through) {
        reload();
    }

    @Override
    public void appended(Entry entry) {
        if (entry.update().topics().get(0).equals(ReservedTopics.REVOCATIONS)) {
            reload();
        }
    }

    /**
     * Adds a revocation. When the stage completes, all reachable nodes will learn of it, and this one has closed its
     * streams. It fails with a {@link io.ssegateway.eventlog.LogUnavailableException} while the log is unavailable; the
     * revocation may then be in force or not.
     */
    public CompletionStage<Void> revoke(Revocation revocation) {
        return table.put(revocation.key(), revocation.until().toString(), revocation.until())
                .thenCompose(put -> changed());
    }

    /** Removes a revocation; returns whether there was one. Fails like {@link #revoke}. */
    public CompletionStage<Boolean> lift(String key) {
        return table.remove(key)
                .thenCompose(removed ->
                        removed ? changed().thenApply(told -> true) : CompletableFuture.completedStage(false));
    }

    private CompletionStage<Void> changed() {
        ServerSentEvent word = ServerSentEvent.data("changed");
        return reload().thenCompose(done -> log.append(new Update(List.of(ReservedTopics.REVOCATIONS), word, true)))
                .thenAccept(appended -> {});
    }

    /** The current revocations, as far as this node knows, by key. */
    public List<Revocation> all() {
        return known.all(clock.instant());
    }

    @Override
    public boolean isKnown() {
        return firstRead.isDone();
    }

    /** Waits until the revocations are known, {@code patience} at most. Blocks. */
    public void awaitKnown(Duration patience) {
        firstRead
                .copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public boolean isRevoked(Grants grants) {
        RevocationSet set = known;
        return !set.isEmpty() && set.covers(grants, clock.instant());
    }

    @Override
    public boolean isRevoked(Grants grants, Interest interest) {
        RevocationSet set = known;
        if (set.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        return set.covers(grants, now) || set.covers(interest, now);
    }

    @Override
    public void recheck(Subscriber stream) {
        if (isRevoked(stream.grants(), stream.interest())) {
            stream.end(CloseReason.REVOKED);
        }
    }

    private CompletionStage<Void> reload() {
        return load.start()
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                LOG.debug("The revocations could not be read", failure);
                            }
                            scheduleNext(failure == null ? RELOAD : isKnown() ? RETRY : FIRST_RETRY);
                        },
                        thread);
    }

    private void scheduleNext(Duration delay) {
        if (next != null) {
            next.cancel(false);
        }
        next = thread.schedule(this::reload, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void use(Map<String, String> facts) {
        if (!facts.equals(read)) {
            change(facts);
            read = facts;
        }
        firstRead.complete(null);
    }

    private void change(Map<String, String> facts) {
        List<Revocation> revocations = new ArrayList<>();
        facts.forEach((key, until) -> {
            try {
                Revocation.of(key, Instant.parse(until)).ifPresent(revocations::add);
            } catch (DateTimeParseException | IllegalArgumentException e) {
                LOG.warn("Skipping the revocation {} until {}: no gateway wrote it", key, until, e);
            }
        });
        known = new RevocationSet(revocations);
        if (!known.isEmpty()) {
            int ended = 0;
            for (Subscriber stream : streams.subscribers()) {
                if (isRevoked(stream.grants(), stream.interest())) {
                    stream.end(CloseReason.REVOKED);
                    ended++;
                }
            }
            if (ended > 0) {
                LOG.info("Closing {} open streams that were revoked", ended);
            }
        }
    }
}
