package io.ssegateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Caches which key has signed a token, for the tokens of one role: for at most an hour, until the token expires, or
 * until its key changes. Contains only digests of whole tokens, so that it leaks none, and nothing of tokens that
 * failed their check, so that guesses cannot fill it. Safe for any thread.
 */
final class SignedTokens {
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Some 200 bytes each. */
    private static final int MAX_TOKENS = 50_000;

    private final Cache<String, Signed> signed;

    private record Signed(VerificationKey key, @Nullable Instant expiry) {

        Duration lifetime(Instant now) {
            Duration left = expiry == null ? LIFETIME : Duration.between(now, expiry);
            return left.compareTo(LIFETIME) < 0 ? left : LIFETIME;
        }
    }

    SignedTokens(InstantSource clock, Ticker ticker) {
        this.signed = Caffeine.newBuilder()
                .maximumSize(MAX_TOKENS)
                .expireAfter(Expiry.creating((String digest, Signed token) -> token.lifetime(clock.instant())))
                .ticker(ticker::nanoTime)
                // There is little to clean up, so no other thread is needed for it.
                .executor(Runnable::run)
                .build();
    }

    /** The SHA-256 of a token, a byte a character. */
    static String digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new String(digest, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    boolean contains(String digest, VerificationKey key) {
        Signed token = signed.getIfPresent(digest);
        return token != null && token.key().equals(key);
    }

    /** @param expiry when the token ends; null for never */
    void add(String digest, VerificationKey key, @Nullable Instant expiry) {
        signed.put(digest, new Signed(key, expiry));
    }
}
