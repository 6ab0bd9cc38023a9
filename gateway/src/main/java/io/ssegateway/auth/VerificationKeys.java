package io.ssegateway.auth;

import java.util.concurrent.CompletionStage;

/** The keys that tokens may be signed with. Safe for any thread. */
@FunctionalInterface
interface VerificationKeys {

    /**
     * The key that a token has to be signed with; never blocks.
     *
     * @return fails with an {@link InvalidTokenException} if there is no such key, with a
     *     {@link KeysUnavailableException} if that cannot be said
     */
    CompletionStage<VerificationKey> find(Jws token);
}
