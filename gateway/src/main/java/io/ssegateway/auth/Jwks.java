package io.ssegateway.auth;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.Durations;
import io.ssegateway.config.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a remote JWK set that changes: cached, and fetched again after a while, or when a token names an unknown
 * key. Anyone can send such a token, so all of them share one fetch, and the next begins {@link #MIN_INTERVAL} after
 * the last one at the earliest.
 */
final class Jwks implements VerificationKeys {

    /** The age at which the set is fetched again, while its keys are still valid. */
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);

    /** The age at which the keys of a set that cannot be fetched again become invalid. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** How far two fetches are apart at least, from beginning to beginning. */
    static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LogManager.getLogger();

    private final Supplier<CompletableFuture<JwkSet>> endpoint;
    private final Ticker ticker;

    /** The newest set; null until there is one. */
    private @Nullable JwkSet known;

    private long knownSinceNanos;

    /** The newest fetch, in progress or done; null before the first. */
    private @Nullable CompletableFuture<JwkSet> newest;

    private long newestSinceNanos;
    private boolean isOut;

    /**
     * Keys of a set that is first fetched when it is needed.
     *
     * @param endpoint begins a fetch and returns at once; its text is the name of the place, for logs
     */
    Jwks(Supplier<CompletableFuture<JwkSet>> endpoint, Ticker ticker) {
        this.endpoint = endpoint;
        this.ticker = ticker;
    }

    @Override
    public CompletionStage<VerificationKey> find(Jws token) {
        CompletableFuture<JwkSet> refreshed;
        synchronized (this) {
            long age = ticker.nanoTime() - knownSinceNanos;
            Optional<VerificationKey> key =
                    known == null || age > MAX_AGE.toNanos() ? Optional.empty() : known.find(token);
            if (key.isPresent() && age <= REFRESH_AFTER.toNanos()) {
                return CompletableFuture.completedFuture(key.get());
            }
            refreshed = refresh();
            if (key.isPresent()) {
                return CompletableFuture.completedFuture(key.get());
            }
        }
        return refreshed.handle((set, failure) -> {
            if (failure != null) {
                throw new KeysUnavailableException("The keys for tokens cannot be fetched at the moment.");
            }
            return set.find(token)
                    .orElseThrow(
                            () -> new InvalidTokenException("The token's kid and alg match no key, or more than one."));
        });
    }

    /** A fetch that begins now, or the newest one if it is in progress or too recent. */
    private synchronized CompletableFuture<JwkSet> refresh() {
        long now = ticker.nanoTime();
        if (newest == null || (newest.isDone() && now - newestSinceNanos >= MIN_INTERVAL.toNanos())) {
            newestSinceNanos = now;
            newest = endpoint.get().whenComplete(this::keep);
        }
        return newest;
    }

    private synchronized void keep(@Nullable JwkSet set, @Nullable Throwable failure) {
        if (set != null) {
            // Tokens that a key has signed are remembered by that very key.
            known = known != null && known.text().equals(set.text()) ? known : set;
            knownSinceNanos = ticker.nanoTime();
            if (isOut) {
                LOG.info("The keys for tokens can be fetched from {} again", endpoint);
            }
        } else if (!isOut) {
            LOG.warn(
                    "The keys for tokens cannot be fetched from {} ({}). Known keys stay valid for {}; tokens with"
                            + " other keys get 503",
                    endpoint,
                    failure == null ? "it has no usable key" : Reason.of(failure),
                    Durations.words(MAX_AGE));
        }
        isOut = set == null;
    }
}
