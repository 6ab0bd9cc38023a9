package io.ssegateway.testing;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.JwtConfig;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.load.ConfigLoader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes keys and tokens, with the JDK alone: what verifies them is another's work. */
public final class Tokens {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** Long enough for every HS algorithm. */
    public static final String SECRET = "a secret of more than sixty-four bytes, which is enough for HS512 as well";

    public static final String PAYLOAD = "{\"mercure\":{\"publish\":[\"a\"],\"subscribe\":[\"b\"]}}";

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private Tokens() {}

    /** A key that fits an algorithm, always the same one for a name. */
    public static KeyPair pair(JwtAlgorithm algorithm, String name) {
        return PAIRS.computeIfAbsent(kind(algorithm) + name, kindAndName -> {
            try {
                return switch (kind(algorithm)) {
                    case "RSA" -> generated("RSA", 2048);
                    case "ES256" -> generated("EC", 256);
                    case "ES384" -> generated("EC", 384);
                    case "ES512" -> generated("EC", 521);
                    default -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                };
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    public static KeyPair generated(String type, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String kind(JwtAlgorithm algorithm) {
        String name = algorithm.toString();
        return name.startsWith("RS") || name.startsWith("PS") ? "RSA" : name;
    }

    public static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + label + "-----\n";
    }

    /** What the configuration has for a key of this name. */
    public static JwtKeyConfig config(JwtAlgorithm algorithm, String name) {
        return new JwtKeyConfig(
                algorithm.isSymmetric()
                        ? SECRET + name
                        : pem("PUBLIC KEY", pair(algorithm, name).getPublic()),
                algorithm);
    }

    public static JwtConfig config(JwtKeyConfig publisher, JwtKeyConfig subscriber, String jwksUrl) {
        JwtConfig byDefault = ConfigLoader.defaults().auth().jwt();
        return new JwtConfig(publisher, subscriber, jwksUrl, byDefault.clockSkew(), byDefault.cookieName(), "", "");
    }

    /** A token as any library makes it. */
    public static String token(JwtAlgorithm algorithm, String name, String payload) {
        return token("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", algorithm, name, payload);
    }

    /** A token with a header that need not tell the truth. */
    public static String token(String header, JwtAlgorithm algorithm, String name, String payload) {
        return sign(encode(header) + "." + encode(payload), algorithm, name);
    }

    public static String sign(String input, JwtAlgorithm algorithm, String name) {
        try {
            byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
            byte[] signature = algorithm.isSymmetric()
                    ? hmac(algorithm, (SECRET + name).getBytes(StandardCharsets.UTF_8), bytes)
                    : signature(algorithm, pair(algorithm, name).getPrivate(), bytes);
            return input + "." + encode(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] hmac(JwtAlgorithm algorithm, byte[] secret, byte[] input) throws GeneralSecurityException {
        String name = "HmacSHA" + algorithm.toString().substring(2);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return mac.doFinal(input);
    }

    private static byte[] signature(JwtAlgorithm algorithm, PrivateKey key, byte[] input)
            throws GeneralSecurityException {
        String bits = algorithm.toString().substring(2);
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case RS256, RS384, RS512 -> "SHA" + bits + "withRSA";
                    case PS256, PS384, PS512 -> "RSASSA-PSS";
                    case ES256, ES384, ES512 -> "SHA" + bits + "withECDSAinP1363Format";
                    default -> "Ed25519";
                });
        if (algorithm.toString().startsWith("PS")) {
            String hash = "SHA-" + bits;
            signature.setParameter(new PSSParameterSpec(
                    hash,
                    "MGF1",
                    new MGF1ParameterSpec(hash),
                    Integer.parseInt(bits) / 8,
                    PSSParameterSpec.TRAILER_FIELD_BC));
        }
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
