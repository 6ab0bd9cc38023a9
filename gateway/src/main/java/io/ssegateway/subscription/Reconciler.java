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
 * Reconciles the table with the nodes that run: ends subscriptions whose node is gone or has restarted, and announces
 * again those of this node that are missing, because other nodes took this one for gone or the log was unavailable.
 *
 * <p>A run lists the nodes, which is cheap. It reads the table, which may be large, only at the start, when nodes join
 * or leave, after a failure, and otherwise in one of {@value #RUNS_BETWEEN_CHECKS} runs. A node is gone when two runs
 * in a row do not find it: one alone may happen while it rejoins, or before its first row.
 *
 * <p>{@link #run} is for one thread at a time, and blocks.
 */
final class Reconciler implements Runnable {
    private static final Logger LOG = LogManager.getLogger();

    static final int RUNS_BETWEEN_CHECKS = 12;
    /** A node that one run misses is gone at the next run. */
    private static final int CHECKS_FOR_A_REASON = 2;
    /** How many are announced at a time: the end of a large node must not fill the queues of the log. */
    private static final int CHUNK = 100;

    private static final int PATIENCE_SECONDS = 30;

    private final Cluster cluster;
    private final SharedTable table;
    private final Announcer announcer;
    private final Map<String, ActiveSubscription> own;
    private final AtomicBoolean doubt = new AtomicBoolean();

    /** The nodes of the last run; null if unknown. */
    private @Nullable Set<String> before;

    private int checksDue;
    private int runs;

    /** @param own the subscriptions of this node, by id; others change it */
    Reconciler(Cluster cluster, SharedTable table, Announcer announcer, Map<String, ActiveSubscription> own) {
        this.cluster = cluster;
        this.table = table;
        this.announcer = announcer;
        this.own = own;
    }

    /** An announcement failed: the next run reads the table. Safe for any thread. */
    void failed(Throwable failure) {
        doubt.set(true);
        log(failure);
    }

    @Override
    public void run() {
        try {
            reconcile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            before = null;
            log(e);
        }
    }

    private void reconcile() throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> now = await(cluster.nodes()).stream().map(Node::id).collect(Collectors.toSet());
        if (doubt.getAndSet(false) || !now.equals(before)) {
            checksDue = CHECKS_FOR_A_REASON;
        }
        runs++;
        if (checksDue > 0 || runs % RUNS_BETWEEN_CHECKS == 0) {
            check(now);
            checksDue = Math.max(0, checksDue - 1);
        }
        before = now;
    }

    private void check(Set<String> now) throws InterruptedException, ExecutionException, TimeoutException {
        // In this order: what was announced before the table is read has its row there.
        List<ActiveSubscription> announced =
                own.values().stream().filter(ActiveSubscription::isAnnounced).toList();
        Map<String, String> rows = await(table.all());
        List<Supplier<CompletionStage<Void>>> repairs = new ArrayList<>();
        own.values().stream().filter(ActiveSubscription::hasFailed).forEach(failed -> repairs.add(failed::begin));
        announced.stream()
                .filter(subscription ->
                        !rows.containsKey(subscription.subscription().id()))
                .forEach(missing -> repairs.add(missing::begin));
        rows.forEach((id, value) -> Row.read(id, value)
                .filter(row -> isLeftBehind(row, now))
                .ifPresent(row -> repairs.add(() -> announcer.end(row.subscription()))));
        if (!repairs.isEmpty()) {
            LOG.info("Announcing {} subscriptions whose beginning or end was missed", repairs.size());
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

    /** The log itself reports when it is unavailable; anything else is a bug. */
    private static void log(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof LogUnavailableException || cause instanceof TimeoutException) {
            LOG.debug("Announcing subscriptions failed", cause);
        } else {
            LOG.error("Announcing subscriptions failed", cause);
        }
    }
}
