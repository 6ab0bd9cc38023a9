package io.ssegateway.auth;

import io.ssegateway.limit.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Verifies JSON Web Tokens: their form, then their signature, then their claims. */
final class JwtVerifier implements TokenVerifier {

    private final VerificationKeys keys;
    private final SignatureCheck signatures;
    private final Claims claims;

    JwtVerifier(VerificationKeys keys, SignatureCheck signatures, Claims claims) {
        this.keys = keys;
        this.signatures = signatures;
        this.claims = claims;
    }

    @Override
    public CompletionStage<Grants> verify(Client client, String token) {
        Jws jws;
        try {
            jws = Jws.parse(token);
        } catch (InvalidTokenException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Grants> grants = new CompletableFuture<>();
        keys.find(jws)
                .thenCompose(key -> signatures.check(client, token, jws, key, () -> claims.read(jws.payload())))
                .whenComplete((read, failure) -> {
                    if (failure == null) {
                        grants.complete(read);
                    } else {
                        grants.completeExceptionally(unwrapped(failure));
                    }
                });
        return grants;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
