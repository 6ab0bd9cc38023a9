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
 * The keys of a JWK set that lives elsewhere and changes: kept, fetched again now and then, and when a token names one
 * that is not known. Anybody can send such a token, so all of them share one fetch, and the next is due only
 * {@link #MIN_INTERVAL} after the last began.
 */
final class Jwks implements VerificationKeys {

    /** How old the set gets before it is fetched again, while its keys still count. */
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);

    /** How old the set gets, as it cannot be fetched, before its keys do not count any more. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** How far two fetches are apart at least, from beginning to beginning. */
    static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LogManager.getLogger();

    private final Supplier<CompletableFuture<JwkSet>> endpoint;
    private final Ticker ticker;

    /** The newest set; null until there is one. */
    private @Nullable JwkSet known;

    private long knownSinceNanos;

    /** The newest fetch, under way or done; null before the first. */
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

    /** A fetch that begins now, or the newest one if it is under way or too young to be followed by another. */
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
            known = set;
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
