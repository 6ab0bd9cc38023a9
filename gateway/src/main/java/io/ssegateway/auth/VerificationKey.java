package io.ssegateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.ssegateway.config.JwtAlgorithm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key, and its permitted algorithms. Safe for any thread.
 *
 * @param id its name in a JWK set; null for none
 * @param algorithms the algorithms whose signatures it may verify
 * @param verifier verifies with it; supports all of them
 */
record VerificationKey(@Nullable String id, Set<JwtAlgorithm> algorithms, JWSVerifier verifier) {

    /**
     * Checks a token's signature.
     *
     * @throws InvalidTokenException if the token is not signed with this key and one of its algorithms
     */
    void check(Jws token) {
        if (!algorithms.contains(token.algorithm())) {
            throw new InvalidTokenException("The token is signed with an algorithm that its key is not for.");
        }
        try {
            // A header of our own: the verifier sees none of the sender's.
            JWSHeader header =
                    new JWSHeader(JWSAlgorithm.parse(token.algorithm().toString()));
            if (verifier.verify(header, token.signingInput(), Base64URL.encode(token.signature()))) {
                return;
            }
        } catch (JOSEException e) {
            // A signature that is no signature at all is as wrong as any other.
        }
        throw new InvalidTokenException("The token's signature is not valid.");
    }
}
