package io.ssegateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.ssegateway.config.JwtAlgorithm;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Public keys, and what they can verify. */
final class PublicKeys {

    /** RFC 7518, sections 3.3 and 3.5. */
    private static final int SHORTEST_RSA_BITS = 2048;

    private static final Set<JwtAlgorithm> RSA = EnumSet.range(JwtAlgorithm.RS256, JwtAlgorithm.PS512);

    private PublicKeys() {}

    /**
     * A key for all that it can verify.
     *
     * @throws IllegalArgumentException if nothing here could be verified with it, with the end of a sentence that
     *     begins with the key
     */
    static VerificationKey forAll(@Nullable String id, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SHORTEST_RSA_BITS) {
                throw new IllegalArgumentException("is an RSA key of " + bits + " bits; it needs " + SHORTEST_RSA_BITS);
            }
            return new VerificationKey(id, RSA, new RSASSAVerifier(rsa));
        }
        if (key instanceof ECPublicKey ec) {
            return ellipticCurve(id, ec);
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return new VerificationKey(id, Set.of(JwtAlgorithm.EDDSA), new EdDsaVerifier(ed));
        }
        throw new IllegalArgumentException(
                "is a key of a type that no supported algorithm uses (" + key.getAlgorithm() + ")");
    }

    private static VerificationKey ellipticCurve(@Nullable String id, ECPublicKey key) {
        try {
            JWSVerifier verifier = new ECDSAVerifier(key);
            // One curve, one algorithm.
            JWSAlgorithm algorithm =
                    verifier.supportedJWSAlgorithms().iterator().next();
            return JwtAlgorithm.named(algorithm.getName())
                    .map(known -> new VerificationKey(id, Set.of(known), verifier))
                    .orElseThrow(() -> new IllegalArgumentException("is on a curve that is not P-256, P-384 or P-521"));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("is on a curve that is not P-256, P-384 or P-521", e);
        }
    }
}
