package io.ssegateway.auth;

import io.ssegateway.limit.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what a token grants. Safe for any thread. */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Checks a token, and reads it. Never blocks: what needs no keys from elsewhere is complete on return, the rest
     * completes on a thread that is no event loop. It computes, though: a signature of elliptic curves may take
     * milliseconds, valid or not.
     *
     * @param client whose token it is
     * @return fails with an {@link InvalidTokenException}, a {@link KeysUnavailableException} or a
     *     {@link TokenQueueFullException}, never wrapped
     */
    CompletionStage<Grants> verify(Client client, String token);

    /** For a role without a key: no token is valid. */
    static TokenVerifier refusing(String sentence) {
        return (client, token) -> CompletableFuture.failedFuture(new InvalidTokenException(sentence));
    }
}
