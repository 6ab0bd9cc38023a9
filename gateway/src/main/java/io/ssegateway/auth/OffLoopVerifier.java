package io.ssegateway.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Checks tokens on threads of its own instead of the caller's, which may be an event loop: signatures by elliptic curves take
 * milliseconds, and anybody may send one that is wrong. Safe for any thread.
 */
final class OffLoopVerifier implements TokenVerifier {
    /** More than these, and nobody would wait for his turn. */
    private static final int MAX_WAITING = 10_000;

    private static final long IDLE_SECONDS = 30;

    private final TokenVerifier verifier;
    private final ThreadPoolExecutor threads;

    OffLoopVerifier(TokenVerifier verifier) {
        this.verifier = verifier;
        int processors = Runtime.getRuntime().availableProcessors();
        this.threads = new ThreadPoolExecutor(
                processors,
                processors,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                task -> {
                    Thread made = new Thread(task, "token-verifier");
                    made.setDaemon(true);
                    return made;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<Grants> verify(String token) {
        try {
            CompletableFuture<CompletionStage<Grants>> checked =
                    CompletableFuture.supplyAsync(() -> verifier.verify(token), threads);
            CompletableFuture<Grants> answer = new CompletableFuture<>();
            checked.thenCompose(Function.identity()).whenComplete((grants, failure) -> {
                if (failure == null) {
                    answer.complete(grants);
                } else {
                    answer.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                }
            });
            return answer;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new TokenQueueFullException());
        }
    }
}
