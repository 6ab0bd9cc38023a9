package io.ssegateway.auth;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys and certificates as files have them (RFC 7468). */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile(BEGIN + "(?<label>[A-Z0-9 ]+)-----(?<base64>[A-Za-z0-9+/=\\s]+)-----END \\k<label>-----");
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", EdDsaVerifier.ED25519);

    private Pem() {}

    /** Whether a text is meant as PEM, well-formed or not. */
    static boolean isMeant(String text) {
        return text.stripLeading().startsWith(BEGIN);
    }

    /**
     * The key of a text's one block, of which blanks and line breaks are where they want.
     *
     * @throws IllegalArgumentException if there is none, with the end of a sentence that begins with the key and does not quote it
     */
    static PublicKey publicKey(String text) {
        Matcher block = BLOCK.matcher(text.strip());
        if (!block.matches()) {
            throw new IllegalArgumentException(
                    "must be one public key or certificate in PEM (-----BEGIN PUBLIC KEY-----)");
        }
        String label = block.group("label");
        try {
            byte[] der = Base64.getDecoder().decode(block.group("base64").replaceAll("\\s", ""));
            return switch (label) {
                case "PUBLIC KEY" -> subjectPublicKey(der);
                case "CERTIFICATE" ->
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
                default ->
                    throw new IllegalArgumentException("is a " + label
                            + " in PEM; it must be a PUBLIC KEY or a CERTIFICATE (openssl pkey -pubout makes the one from a"
                            + " private key, openssl rsa -RSAPublicKey_in -pubout from an RSA PUBLIC KEY)");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot be read as a " + label, e);
        }
    }

    private static PublicKey subjectPublicKey(byte[] der) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(der);
        for (String type : KEY_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePublic(encoded);
            } catch (InvalidKeySpecException e) {
                // Perhaps of another type: the encoding names it, but the JDK has no way to ask.
            }
        }
        throw new GeneralSecurityException("neither of " + KEY_TYPES);
    }
}
