package io.ssegateway.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token may be signed with (RFC 7518, section 3.1, and RFC 8037), by the names that are registered for it. */
public enum JwtAlgorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    EDDSA("EdDSA");

    private final String text;

    JwtAlgorithm() {
        this.text = name();
    }

    JwtAlgorithm(String text) {
        this.text = text;
    }

    /** The algorithm of this exact name; empty for any other, including {@code none}. */
    public static Optional<JwtAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(a -> a.text.equals(name)).findAny();
    }

    /** @throws IllegalArgumentException if it is none */
    public static JwtAlgorithm parse(String text) {
        return named(text)
                .orElseThrow(() -> Texts.notA(
                        Arrays.stream(values()).map(JwtAlgorithm::toString).collect(Collectors.joining(" or ")), text));
    }

    /** Whether one secret signs and verifies, instead of a private and a public key. */
    public boolean isSymmetric() {
        return text.startsWith("HS");
    }

    /** Its registered name. */
    @Override
    public String toString() {
        return text;
    }
}
