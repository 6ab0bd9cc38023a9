package io.ssegateway.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where and when a token's signature is checked. Safe for any thread. */
@FunctionalInterface
interface SignatureCheck {

    /** At once, on the caller's thread: for secrets, whose signatures cost microseconds. */
    SignatureCheck INLINE = (token, parts, key) -> {
        try {
            key.check(parts);
            return CompletableFuture.completedStage(null);
        } catch (InvalidTokenException e) {
            return CompletableFuture.failedStage(e);
        }
    };

    /**
     * Checks the signature of a token.
     *
     * @param parts the same token, read
     * @return fails with an {@link InvalidTokenException} or a {@link TokenQueueFullException}
     */
    CompletionStage<Void> check(String token, Jws parts, VerificationKey key);
}
