package io.ssegateway.subscription;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.config.MercureConfig;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.hub.Hub;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The active subscriptions of this gateway and of those that share its log. Safe for use by any thread.
 *
 * <p>Each subscription costs a row in the table and two updates in the log, one when it begins and one when it ends. A
 * failing log does not affect the streams: {@link Reconciler} announces later what could not be announced.
 */
public final class Subscriptions implements SubscriptionTracker {
    /** The table's name. */
    static final String TABLE = "subscriptions";

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    /** One for the reconciler, which waits for the log, and one for the API. */
    private static final int THREADS = 2;

    private final SharedTable table;
    private final Announcer announcer;
    /**
     * Those of this node, by id; an ended one stays here until that is announced, so that its row is not taken for a
     * stale one.
     */
    private final Map<String, ActiveSubscription> own = new ConcurrentHashMap<>();

    private final Reconciler upkeep;
    private final ScheduledExecutorService threads =
            new ScheduledThreadPoolExecutor(THREADS, new DefaultThreadFactory("subscriptions", true));

    /** No subscriptions yet; those of an earlier process of this gateway end after {@link #start}. */
    Subscriptions(Cluster cluster, Hub hub) {
        table = cluster.table(TABLE);
        announcer = new Announcer(cluster.self(), table, hub);
        upkeep = new Reconciler(cluster, table, announcer, own);
    }

    /** Those of a configuration; empty if they are disabled. */
    public static Optional<Subscriptions> of(MercureConfig config, Cluster cluster, Hub hub) {
        return config.enabled() && config.subscriptions()
                ? Optional.of(new Subscriptions(cluster, hub))
                : Optional.empty();
    }

    /** Begins to reconcile the table. */
    public void start() {
        threads.scheduleWithFixedDelay(upkeep, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reconciles the table once. Blocks. */
    void reconcileNow() {
        upkeep.run();
    }

    @Override
    public Tracked opened(List<String> selectors, @Nullable JsonNode payload) {
        String subscriber = "urn:uuid:" + UUID.randomUUID();
        List<ActiveSubscription> opened = selectors.stream()
                .distinct()
                .map(selector -> Subscription.of(selector, subscriber, payload))
                // Only a selector that is a subscription's own topic can be so long.
                .filter(subscription -> subscription.id().length() <= Topic.MAX_RESERVED_BYTES)
                .map(subscription -> new ActiveSubscription(subscription, announcer, upkeep::failed))
                .toList();
        opened.forEach(this::begin);
        return () -> opened.forEach(this::end);
    }

    private void begin(ActiveSubscription subscription) {
        own.put(subscription.subscription().id(), subscription);
        subscription.begin();
    }

    private void end(ActiveSubscription subscription) {
        subscription.end().thenRun(() -> own.remove(subscription.subscription().id(), subscription));
    }

    /**
     * Makes something of the active subscriptions of all gateways, by their ids in order. It is made on a thread that
     * is no event loop, as they may be many. The stage fails with a {@link LogUnavailableException} while the log
     * cannot be reached.
     *
     * @param path of which subscriptions: {@link Subscription#COLLECTION} for all, or a path below
     */
    public <T> CompletionStage<T> query(String path, Function<List<Subscription>, T> then) {
        try {
            return CompletableFuture.supplyAsync(table::all, threads)
                    .thenCompose(Function.identity())
                    .thenApplyAsync(rows -> then.apply(below(path, rows)), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new LogUnavailableException("The gateway stops.", e));
        }
    }

    private static List<Subscription> below(String path, Map<String, String> rows) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().equals(path) || row.getKey().startsWith(path + "/"))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(row -> Row.read(row.getKey(), row.getValue()).stream())
                .map(Row::subscription)
                .toList();
    }

    /**
     * Stops to reconcile the table and waits until all beginnings and ends are announced, {@code patience} at most.
     * Blocks. To be called when the streams are closed, before the log is; the other gateways announce what is left.
     */
    public void close(Duration patience) {
        threads.shutdown();
        Stream<CompletableFuture<Void>> underWay = own.values().stream().map(ActiveSubscription::settled);
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
