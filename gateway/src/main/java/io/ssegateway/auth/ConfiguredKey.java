package io.ssegateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.JwtKeyConfig;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one key that the configuration gives to a role: for one algorithm, whatever a token says. */
final class ConfiguredKey implements VerificationKeys {

    private final VerificationKey key;

    /**
     * Reads the key, from its file if it is in one.
     *
     * @param name the section that it is of, for messages, such as {@code auth.jwt.publisher}
     * @throws ConfigException if it cannot be read or is of another type than the algorithm needs; the message never
     *     has the key
     */
    ConfiguredKey(String name, JwtKeyConfig config) {
        JwtAlgorithm algorithm = config.algorithm();
        String text = SecretText.read(name + ".key", config.key());
        try {
            this.key = algorithm.isSymmetric() ? secret(text, algorithm) : publicKey(text, algorithm);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name + ".key", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletionStage<VerificationKey> find(Jws token) {
        return CompletableFuture.completedFuture(key);
    }

    private static VerificationKey secret(String text, JwtAlgorithm algorithm) {
        // If a public key were used as a secret, everyone who has it could sign with it.
        if (Pem.isMeant(text)) {
            throw new IllegalArgumentException(
                    algorithm + " needs a secret, but the key is in PEM; set the algorithm of that key");
        }
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        int bits = Integer.parseInt(algorithm.toString().substring(2));
        if (secret.length * 8 < bits) {
            throw new IllegalArgumentException(algorithm + " needs a secret of at least " + bits / 8
                    + " bytes (RFC 7518," + " section 3.2), but it has " + secret.length + "; openssl rand -base64 "
                    + bits / 8 + " makes one");
        }
        try {
            return new VerificationKey(null, Set.of(algorithm), new MACVerifier(secret));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("cannot be used for " + algorithm, e);
        }
    }

    private static VerificationKey publicKey(String text, JwtAlgorithm algorithm) {
        VerificationKey key = PublicKeys.forAll(null, Pem.publicKey(text));
        if (!key.algorithms().contains(algorithm)) {
            throw new IllegalArgumentException("is for " + key.algorithms() + ", but the algorithm is " + algorithm);
        }
        return new VerificationKey(null, Set.of(algorithm), key.verifier());
    }
}
