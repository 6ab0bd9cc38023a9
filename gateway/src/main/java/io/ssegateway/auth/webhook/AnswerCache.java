package io.ssegateway.auth.webhook;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches answers for a while, but never beyond their own expiry. Equal questions at the same time share one call and
 * its answer, or its failure, which is not cached.
 */
final class AnswerCache {
    /** What all questions and answers may take together, in characters of JSON, about. */
    private static final long MAX_CHARACTERS = 16 << 20;

    /** What an entry takes besides. */
    private static final int OVERHEAD = 256;

    private final AsyncCache<String, Outcome> outcomes;

    /** An answer or, to Caffeine a value too, a failure: it would log a future that fails, each time. */
    private record Outcome(
            @Nullable WebhookAnswer answer, @Nullable Throwable failure) {
        CompletableFuture<WebhookAnswer> toFuture() {
            CompletableFuture<WebhookAnswer> future = new CompletableFuture<>();
            if (answer != null) {
                future.complete(answer);
            } else if (failure != null) {
                future.completeExceptionally(failure);
            }
            return future;
        }

        int weight() {
            return answer == null || answer.equals(WebhookAnswer.DENIED)
                    ? OVERHEAD
                    : OVERHEAD + answer.toString().length();
        }

        Duration lifetime(Duration ttl, Instant now) {
            if (answer == null) {
                return Duration.ZERO;
            }
            Duration left = answer.expiry() == null ? ttl : Duration.between(now, answer.expiry());
            return left.compareTo(ttl) < 0 ? left : ttl;
        }
    }

    /** @param ttl how long an answer is cached, more than zero */
    AnswerCache(Duration ttl, InstantSource clock, Ticker ticker) {
        outcomes = Caffeine.newBuilder()
                .maximumWeight(MAX_CHARACTERS)
                .weigher((String question, Outcome outcome) -> question.length() + outcome.weight())
                .expireAfter(
                        Expiry.creating((String question, Outcome outcome) -> outcome.lifetime(ttl, clock.instant())))
                .ticker(ticker::nanoTime)
                // There is little to clean up, so no other thread is needed for it.
                .executor(Runnable::run)
                .buildAsync();
    }

    CompletableFuture<WebhookAnswer> get(String question, Function<String, CompletableFuture<WebhookAnswer>> ask) {
        CompletableFuture<Outcome> asked = new CompletableFuture<>();
        CompletableFuture<Outcome> outcome = outcomes.get(question, (key, executor) -> asked);
        if (outcome != asked) {
            return outcome.thenCompose(Outcome::toFuture);
        }
        // Not while the cache computes: in there the end of another question may be seen to, which is in the cache too.
        return ask(question, ask).handle(Outcome::new).thenCompose(answered -> {
            if (answered.answer() == null) {
                // Whoever shares it may ask again at once, and would be before the cache in dropping it.
                outcomes.asMap().remove(question, asked);
            }
            asked.complete(answered); // The cache has stored it, or dropped it, before callers act on it.
            return answered.toFuture();
        });
    }

    private static CompletableFuture<WebhookAnswer> ask(
            String question, Function<String, CompletableFuture<WebhookAnswer>> ask) {
        try {
            return ask.apply(question);
        } catch (RuntimeException | Error fault) { // Others wait for the answer, too.
            return CompletableFuture.failedFuture(fault);
        }
    }
}
