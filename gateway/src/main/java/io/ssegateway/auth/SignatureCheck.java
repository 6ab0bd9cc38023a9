package io.ssegateway.auth;

import io.ssegateway.limit.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where and when a token's signature is checked. Safe for any thread. */
@FunctionalInterface
interface SignatureCheck {

    /** At once, on the caller's thread: for secrets, whose signatures cost microseconds. */
    SignatureCheck INLINE = (client, token, parts, key, read) -> {
        try {
            key.check(parts);
            return CompletableFuture.completedStage(read.get());
        } catch (InvalidTokenException e) {
            return CompletableFuture.failedStage(e);
        }
    };

    /**
     * Checks the signature of a token, then what the token says.
     *
     * @param client whose token it is
     * @param parts the same token, read
     * @param read checks what it says, anew for each call; throws an {@link InvalidTokenException}
     * @return fails with an {@link InvalidTokenException} or a {@link TokenQueueFullException}
     */
    CompletionStage<Grants> check(Client client, String token, Jws parts, VerificationKey key, Supplier<Grants> read);
}
