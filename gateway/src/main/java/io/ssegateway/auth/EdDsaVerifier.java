package io.ssegateway.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;

/** EdDSA with Ed25519 (RFC 8037) by the JDK, where nimbus would need Google's Tink. Safe for any thread. */
final class EdDsaVerifier extends BaseJWSProvider implements JWSVerifier {

    /** The JDK's name for the algorithm and its keys. */
    static final String ED25519 = "Ed25519";

    private final PublicKey key;

    EdDsaVerifier(PublicKey key) {
        super(Set.of(JWSAlgorithm.EdDSA));
        this.key = key;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) {
        try {
            Signature ed25519 = Signature.getInstance(ED25519);
            ed25519.initVerify(key);
            ed25519.update(signingInput);
            return ed25519.verify(signature.decode());
        } catch (SignatureException e) {
            return false; // Not 64 bytes, or no point of the curve.
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("The JDK has Ed25519, and took the key before.", e);
        }
    }
}
