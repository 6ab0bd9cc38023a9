package io.ssegateway.auth;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.limit.Bulkhead;
import io.ssegateway.limit.Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Checks signatures on threads of its own instead of the caller's, which may be an event loop: those of elliptic curves
 * take milliseconds, and anyone may send an invalid one, so clients take turns. It caches which tokens a key has
 * signed, so that a storm of reconnects costs no signatures. The claims, and whether the key is still valid, are
 * checked for each request. Safe for any thread.
 */
final class OffLoopSignatures implements SignatureCheck {
    private static final int MAX_WAITING = 10_000;

    private static final long IDLE_SECONDS = 30;

    private final Bulkhead bulkhead;
    private final ThreadPoolExecutor threads;
    private final SignedTokens signed;

    /** @param patience how long a token may wait to be checked */
    OffLoopSignatures(Duration patience, InstantSource clock, Ticker ticker) {
        this.signed = new SignedTokens(clock, ticker);
        int processors = Runtime.getRuntime().availableProcessors();
        this.bulkhead = new Bulkhead(processors, MAX_WAITING, patience, ticker, TokenQueueFullException::new);
        this.threads = new ThreadPoolExecutor(
                processors, processors, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "token-verifier");
                    made.setDaemon(true);
                    return made;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<Grants> check(
            Client client, String token, Jws parts, VerificationKey key, Supplier<Grants> read) {
        String digest = SignedTokens.digest(token);
        if (signed.contains(digest, key)) {
            return CompletableFuture.completedFuture(parts).thenApply(known -> read.get());
        }
        return bulkhead.submit(
                client,
                () -> CompletableFuture.supplyAsync(
                        () -> {
                            key.check(parts);
                            Grants grants = read.get();
                            signed.add(digest, key, grants.expiry());
                            return grants;
                        },
                        threads));
    }
}
