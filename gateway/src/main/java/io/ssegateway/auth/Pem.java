package io.ssegateway.auth;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Public keys and certificates as files and environment variables have them (RFC 7468): with spaces and line breaks
 * anywhere, or line breaks written as {@code \n}, in quotes, and with other text around, which is ignored.
 */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern LABEL = Pattern.compile(BEGIN + "([A-Z0-9 ]{1,64})-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");
    private static final int MOST_NAMED = 8;
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", EdDsaVerifier.ED25519);

    private Pem() {}

    /**
     * The text between a begin line and its end line.
     *
     * @param end whether there is an end line
     */
    private record Block(String label, String body, boolean end) {}

    /** Whether a text is meant as PEM, well-formed or not. */
    static boolean isMeant(String text) {
        return text.contains(BEGIN);
    }

    /**
     * The key of a text's only block.
     *
     * @throws IllegalArgumentException if there is none; its message continues a sentence that begins with the
     *     configuration key, and does not quote the text
     */
    static PublicKey publicKey(String text) {
        // A variable or a line of a file cannot have line breaks, and has \n or \r\n in their place.
        String lines = text.replace("\\r", "\r").replace("\\n", "\n");
        List<Block> blocks = blocks(lines);
        if (blocks.size() != 1 || !blocks.get(0).end()) {
            throw new IllegalArgumentException(
                    "must be one public key or certificate in PEM (-----BEGIN PUBLIC KEY-----), but "
                            + found(lines, blocks));
        }
        return publicKey(blocks.get(0).label(), blocks.get(0).body());
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher begin = LABEL.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String endLine = "-----END " + begin.group(1) + "-----";
            int end = text.indexOf(endLine, begin.end());
            if (end < 0) {
                blocks.add(new Block(begin.group(1), "", false));
                return blocks;
            }
            blocks.add(new Block(begin.group(1), text.substring(begin.end(), end), true));
            at = end + endLine.length();
        }
        return blocks;
    }

    private static PublicKey publicKey(String label, String body) {
        switch (label) {
            case "PUBLIC KEY", "CERTIFICATE" -> {}
            default ->
                throw new IllegalArgumentException("is a " + label
                        + " in PEM; it must be a PUBLIC KEY or a CERTIFICATE (openssl pkey -pubout makes a PUBLIC KEY"
                        + " from a private key, openssl rsa -RSAPublicKey_in -pubout from an RSA PUBLIC KEY)");
        }
        if (!BASE64.matcher(body).matches()) {
            throw new IllegalArgumentException("has a " + label + " in PEM that is not valid base64");
        }
        try {
            byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            return label.equals("PUBLIC KEY")
                    ? subjectPublicKey(der)
                    : CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot be read as a " + label, e);
        }
    }

    /** What the text has instead of one block, without anything that could be secret. */
    private static String found(String text, List<Block> blocks) {
        if (blocks.size() > 1) {
            return "has " + blocks.size() + " blocks: "
                    + String.join(
                            ", ",
                            blocks.stream().map(Block::label).limit(MOST_NAMED).toList());
        }
        if (blocks.size() == 1) {
            return "the " + blocks.get(0).label() + " has no END line";
        }
        String start = text.stripLeading();
        if (start.startsWith("ssh-") || start.startsWith("ecdsa-")) {
            return "is in OpenSSH's own format (ssh-keygen -e -m PKCS8 -f converts it to PEM)";
        }
        if (start.startsWith("{")) {
            return "is JSON; a JWK set has its own key, auth.jwt.jwks-url";
        }
        return "has no -----BEGIN line";
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
