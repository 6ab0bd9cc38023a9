package io.ssegateway.subscription;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A subscription of this node. Its announcements keep their order: each waits for the one before, which a remote log
 * may take long to accept, while the stream opens and closes. Safe for use by any thread; nothing blocks.
 */
final class ActiveSubscription {
    private enum State {
        ANNOUNCING,
        ANNOUNCED,
        FAILED
    }

    private final Subscription subscription;
    private final Announcer announcer;
    private final Consumer<Throwable> failed;
    /** Complete when no announcement is in progress; never with a failure. */
    private final AtomicReference<CompletableFuture<Void>> lastStep =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    private volatile State state = State.ANNOUNCING;
    private volatile boolean ended;

    /** @param failed gets each failure; the table must then be reconciled */
    ActiveSubscription(Subscription subscription, Announcer announcer, Consumer<Throwable> failed) {
        this.subscription = subscription;
        this.announcer = announcer;
        this.failed = failed;
    }

    Subscription subscription() {
        return subscription;
    }

    /**
     * Announces that it is active, if it still is, even if that was announced before. Completes when that is done, or
     * has failed.
     */
    CompletionStage<Void> begin() {
        return next(() -> {
            if (ended) {
                return CompletableFuture.completedStage(null);
            }
            state = State.ANNOUNCING;
            return announcer
                    .begin(subscription)
                    .whenComplete((done, failure) -> state = failure == null ? State.ANNOUNCED : State.FAILED);
        });
    }

    /** Announces that it has ended. Completes when that is done, or has failed. */
    CompletionStage<Void> end() {
        ended = true;
        return next(() -> announcer.end(subscription));
    }

    /** Whether its beginning was announced; false while that is in progress. */
    boolean isAnnounced() {
        return state == State.ANNOUNCED && !ended;
    }

    /** Whether announcing its beginning has failed. */
    boolean hasFailed() {
        return state == State.FAILED && !ended;
    }

    /** Complete when every announcement up to now is done; never with a failure. */
    CompletableFuture<Void> settled() {
        return Objects.requireNonNull(lastStep.get());
    }

    private CompletionStage<Void> next(Supplier<CompletionStage<Void>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lastStep.getAndSet(done)
                .whenComplete((before, never) -> start(step).whenComplete((result, failure) -> {
                    if (failure != null) {
                        failed.accept(failure);
                    }
                    done.complete(null);
                }));
        return done;
    }

    /** A step that throws has failed too; otherwise the next ones would wait for ever. */
    private static CompletionStage<Void> start(Supplier<CompletionStage<Void>> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
