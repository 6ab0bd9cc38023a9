package io.ssegateway.hub;

import io.ssegateway.eventlog.LogUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the log that it has not answered yet, so that a gateway that stops answers all of them. Safe for use by
 * any thread.
 */
public final class InFlightRequests {
    private final Set<Question<?>> questions = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    private static final class Question<T> {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        /** Callers that waited have the answer: a future has its value before it calls them. */
        final CompletableFuture<Void> settled = new CompletableFuture<>();
    }

    /**
     * The log's answer, or a failure if the gateway has given up waiting. A log that answers at once costs nothing
     * here.
     */
    <T> CompletionStage<T> watch(CompletionStage<T> stage) {
        CompletableFuture<T> asked = stage.toCompletableFuture();
        if (asked.isDone()) {
            return asked;
        }
        Question<T> question = new Question<>();
        questions.add(question);
        asked.whenComplete((value, failure) -> settle(question, value, failure));
        if (over) {
            giveUp(question);
        }
        return question.answer;
    }

    private <T> void settle(Question<T> question, T value, @Nullable Throwable failure) {
        if (failure == null) {
            question.answer.complete(value);
        } else {
            question.answer.completeExceptionally(failure);
        }
        question.settled.complete(null);
        questions.remove(question);
    }

    /** Waits for the answers to what was asked up to now, {@code patience} at most. Blocks. */
    public void await(Duration patience) {
        CompletableFuture.allOf(
                        questions.stream().map(question -> question.settled).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Stops waiting for the log: requests that it has not answered fail with a {@link LogUnavailableException}. */
    public void giveUp() {
        over = true;
        questions.forEach(InFlightRequests::giveUp);
    }

    private static void giveUp(Question<?> question) {
        question.answer.completeExceptionally(new LogUnavailableException("The gateway stops."));
    }
}
