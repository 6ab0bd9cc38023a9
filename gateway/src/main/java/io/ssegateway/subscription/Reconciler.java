package io.ssegateway.subscription;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts the table right, one look after the other: it ends subscriptions whose node is gone or has started anew, and
 * begins again those of this node that are missing, because this node was taken for gone or the log was away.
 *
 * <p>A look asks who is there, which is cheap. The table, which may be large, is read only when there is a reason: at
 * the start, when nodes come or go, after a failure, and else once in {@value #LOOKS_BETWEEN_CHECKS} looks. A node is
 * gone when two looks in a row do not find it: one alone may come while it rejoins, or from before its first row.
 *
 * <p>{@link #run} is for one thread at a time, and blocks.
 */
final class Reconciler implements Runnable {
    private static final Logger LOG = LogManager.getLogger();

    static final int LOOKS_BETWEEN_CHECKS = 12;
    /** Who is found missing by one look is gone at the next one. */
    private static final int CHECKS_FOR_A_REASON = 2;
    /** What is told to the log at a time, so that a large node that dies does not fill its queues. */
    private static final int CHUNK = 100;

    private static final int PATIENCE_SECONDS = 30;

    private final Cluster cluster;
    private final SharedTable table;
    private final Announcer announcer;
    private final Map<String, ActiveSubscription> own;
    private final AtomicBoolean doubt = new AtomicBoolean();

    /** Who was there at the last look; null if that is not known. */
    private @Nullable Set<String> before;

    private int checksDue;
    private int looks;

    /** @param own the subscriptions of this node, by id; others change it */
    Reconciler(Cluster cluster, SharedTable table, Announcer announcer, Map<String, ActiveSubscription> own) {
        this.cluster = cluster;
        this.table = table;
        this.announcer = announcer;
        this.own = own;
    }

    /** Something could not be told: the next look reads the table. Safe for any thread. */
    void failed(Throwable failure) {
        doubt.set(true);
        log(failure);
    }

    @Override
    public void run() {
        try {
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            before = null;
            log(e);
        }
    }

    private void look() throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> now = await(cluster.nodes()).stream().map(Node::id).collect(Collectors.toSet());
        if (doubt.getAndSet(false) || !now.equals(before)) {
            checksDue = CHECKS_FOR_A_REASON;
        }
        looks++;
        if (checksDue > 0 || looks % LOOKS_BETWEEN_CHECKS == 0) {
            check(now);
            checksDue = Math.max(0, checksDue - 1);
        }
        before = now;
    }

    private void check(Set<String> now) throws InterruptedException, ExecutionException, TimeoutException {
        // In this order: what was told before the table is read has its row there.
        List<ActiveSubscription> told =
                own.values().stream().filter(ActiveSubscription::isTold).toList();
        Map<String, String> rows = await(table.all());
        List<Supplier<CompletionStage<Void>>> repairs = new ArrayList<>();
        own.values().stream().filter(ActiveSubscription::isUntold).forEach(untold -> repairs.add(untold::begin));
        told.stream()
                .filter(subscription ->
                        !rows.containsKey(subscription.subscription().id()))
                .forEach(missing -> repairs.add(missing::begin));
        rows.forEach((id, value) -> Row.read(id, value)
                .filter(row -> isLeftBehind(row, now))
                .ifPresent(row -> repairs.add(() -> announcer.end(row.subscription()))));
        if (!repairs.isEmpty()) {
            LOG.info("{} subscriptions are told of that have begun or ended unnoticed", repairs.size());
        }
        for (int i = 0; i < repairs.size(); i += CHUNK) {
            await(CompletableFuture.allOf(repairs.subList(i, Math.min(repairs.size(), i + CHUNK)).stream()
                    .map(repair -> repair.get().toCompletableFuture())
                    .toArray(CompletableFuture[]::new)));
        }
    }

    private boolean isLeftBehind(Row row, Set<String> now) {
        return row.node().equals(cluster.self())
                ? !own.containsKey(row.subscription().id())
                : before != null && !before.contains(row.node()) && !now.contains(row.node());
    }

    private static <T> T await(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The log itself says when it is away; all else is a fault of ours. */
    private static void log(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof LogUnavailableException || cause instanceof TimeoutException) {
            LOG.debug("Subscriptions could not be told of", cause);
        } else {
            LOG.error("Subscriptions could not be told of", cause);
        }
    }
}
