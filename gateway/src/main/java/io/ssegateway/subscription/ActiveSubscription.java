package io.ssegateway.subscription;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A subscription of this node. What is told of it is told in order: each step waits for the one before, which may take
 * its time in a log elsewhere, while the stream comes and goes. Safe for use by any thread; nothing blocks.
 */
final class ActiveSubscription {
    private enum State {
        BEGINNING,
        TOLD,
        UNTOLD
    }

    private final Subscription subscription;
    private final Announcer announcer;
    private final Consumer<Throwable> failed;
    /** Complete when nothing is under way; never with a failure. */
    private final AtomicReference<CompletableFuture<Void>> lastStep =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    private volatile State state = State.BEGINNING;
    private volatile boolean ended;

    /** @param failed is told what did not work; the table is to be looked through */
    ActiveSubscription(Subscription subscription, Announcer announcer, Consumer<Throwable> failed) {
        this.subscription = subscription;
        this.announcer = announcer;
        this.failed = failed;
    }

    Subscription subscription() {
        return subscription;
    }

    /**
     * Tells that it is active, if it still is; once more, if it was told before. Completes when that is done, or has
     * failed.
     */
    CompletionStage<Void> begin() {
        return next(() -> {
            if (ended) {
                return CompletableFuture.completedStage(null);
            }
            state = State.BEGINNING;
            return announcer
                    .begin(subscription)
                    .whenComplete((told, failure) -> state = failure == null ? State.TOLD : State.UNTOLD);
        });
    }

    /** Tells that it is over. Completes when that is done, or has failed. */
    CompletionStage<Void> end() {
        ended = true;
        return next(() -> announcer.end(subscription));
    }

    /** Whether everybody was told; not, while that is under way. */
    boolean isTold() {
        return state == State.TOLD && !ended;
    }

    /** Whether it was tried to tell everybody, in vain. */
    boolean isUntold() {
        return state == State.UNTOLD && !ended;
    }

    /** Complete when nothing is under way of what was to be told up to now; never with a failure. */
    CompletableFuture<Void> settled() {
        return Objects.requireNonNull(lastStep.get());
    }

    private CompletionStage<Void> next(Supplier<CompletionStage<Void>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lastStep.getAndSet(done)
                .whenComplete((before, never) -> start(step).whenComplete((told, failure) -> {
                    if (failure != null) {
                        failed.accept(failure);
                    }
                    done.complete(null);
                }));
        return done;
    }

    /** A step that throws has failed as well; the steps behind it must not wait for ever. */
    private static CompletionStage<Void> start(Supplier<CompletionStage<Void>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
