package io.ssegateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Public keys with names (RFC 7517). Immutable.
 *
 * @param keys those of them that can verify tokens
 * @param text the set as it was fetched
 */
record JwkSet(List<VerificationKey> keys, String text) {

    private static final Logger LOG = LogManager.getLogger();

    /** What precedes the 32 bytes of an Ed25519 key in the encoding that the JDK reads (RFC 8410, section 4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    JwkSet {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a set; keys that are for something else, or of a kind that is not known here, do not keep the others from
     * use.
     *
     * @throws IllegalArgumentException if it is not a JWK set
     */
    static JwkSet parse(byte[] json) {
        JsonNode list = Json.readObject(json)
                .map(set -> set.get("keys"))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new IllegalArgumentException("it is not a JWK set"));
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonNode item : list) {
            try {
                if (item instanceof ObjectNode object) {
                    key(JWK.parse(object.toString())).ifPresent(keys::add);
                }
            } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
                LOG.debug("Skipping a key of the JWK set: {}", e.getMessage());
            }
        }
        return new JwkSet(keys, new String(json, StandardCharsets.UTF_8));
    }

    /** The key of a token: the one it names, or, if it names none, the only key for its algorithm. */
    Optional<VerificationKey> find(Jws token) {
        List<VerificationKey> fitting = keys.stream()
                .filter(key -> key.algorithms().contains(token.algorithm()))
                .filter(key -> token.keyId() == null || token.keyId().equals(key.id()))
                .toList();
        return fitting.size() == 1 || (token.keyId() != null && !fitting.isEmpty())
                ? Optional.of(fitting.get(0))
                : Optional.empty();
    }

    /** Empty if it is not a public key for signatures: a set that everyone can read must not have secrets. */
    private static Optional<VerificationKey> key(JWK jwk) throws JOSEException, GeneralSecurityException {
        if (!(jwk instanceof AsymmetricJWK asymmetric) || KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            return Optional.empty();
        }
        PublicKey publicKey = jwk instanceof OctetKeyPair pair ? ed25519(pair) : asymmetric.toPublicKey();
        VerificationKey key = PublicKeys.forAll(jwk.getKeyID(), publicKey);
        if (jwk.getAlgorithm() == null) {
            return Optional.of(key);
        }
        return JwtAlgorithm.named(jwk.getAlgorithm().getName())
                .filter(key.algorithms()::contains)
                .map(only -> new VerificationKey(key.id(), Set.of(only), key.verifier()));
    }

    private static PublicKey ed25519(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] point = pair.getX().decode();
        if (!Curve.Ed25519.equals(pair.getCurve()) || point.length != 32) {
            throw new IllegalArgumentException("is on a curve that is not Ed25519");
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        return KeyFactory.getInstance(EdDsaVerifier.ED25519).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
