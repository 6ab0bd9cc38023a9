package io.ssegateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Checks signatures on threads of its own instead of the caller's, which may be an event loop: those of elliptic curves
 * take milliseconds, and anyone may send an invalid one. It caches which tokens a key has signed, so that a storm of
 * reconnects costs no signatures. The claims, and whether the key is still valid, are checked for each request. Safe
 * for any thread.
 */
final class OffLoopSignatures implements SignatureCheck {
    /** With more waiting, the last ones would wait for too long. */
    private static final int MAX_WAITING = 10_000;

    private static final long IDLE_SECONDS = 30;

    /** Of all tokens that are remembered; some ten thousand usual ones. */
    private static final long MAX_CHARACTERS = 8 << 20;

    private final ThreadPoolExecutor threads;
    /** By which key a token is signed. Only tokens that are signed rightly get here. */
    private final Cache<String, VerificationKey> signed = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String token, VerificationKey key) -> token.length())
            // There is little to clean up, so no other thread is needed for it.
            .executor(Runnable::run)
            .build();

    OffLoopSignatures() {
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
    public CompletionStage<Void> check(String token, Jws parts, VerificationKey key) {
        if (key.equals(signed.getIfPresent(token))) {
            return CompletableFuture.completedStage(null);
        }
        try {
            return CompletableFuture.runAsync(
                    () -> {
                        key.check(parts);
                        signed.put(token, key);
                    },
                    threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new TokenQueueFullException());
        }
    }
}
