package io.ssegateway.auth;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token's parts (RFC 7515, compact serialization), not verified yet. Only the header's algorithm and key id are read;
 * keys, certificates and URLs in it are ignored.
 *
 * @param algorithm the algorithm that it names
 * @param keyId the key that it names; null for none
 * @param signingInput what is signed
 * @param payload what it says, decoded
 * @param signature the signature, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // Used only within the package, which neither compares nor changes it.
record Jws(JwtAlgorithm algorithm, @Nullable String keyId, byte[] signingInput, byte[] payload, byte[] signature) {

    /** The longest token, in characters: more than any browser's cookie has. */
    static final int MAX_LENGTH = 8 * 1024;

    /** @throws InvalidTokenException if it is not one that could be checked */
    static Jws parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new InvalidTokenException("The token has more than " + MAX_LENGTH + " characters.");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new InvalidTokenException(
                    parts.length == 5
                            ? "The token is encrypted (JWE); only signed tokens (JWS) are accepted."
                            : "The token has " + parts.length + " parts separated by dots; a signed token (JWS) has"
                                    + " three.");
        }
        ObjectNode header = Json.readObject(decode(parts[0], "header"))
                .orElseThrow(
                        () -> new InvalidTokenException("The token's header is not a JSON object with unique names."));
        if (header.has("crit")) {
            throw new InvalidTokenException("The token's header has crit, but no extensions are supported.");
        }
        JwtAlgorithm algorithm = algorithm(header.path("alg"));
        if (parts[2].isEmpty()) {
            throw new InvalidTokenException("The token has no signature.");
        }
        return new Jws(
                algorithm,
                text(header, "kid").orElse(null),
                token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
                decode(parts[1], "payload"),
                decode(parts[2], "signature"));
    }

    private static JwtAlgorithm algorithm(JsonNode name) {
        if (name.isString() && name.stringValue().equalsIgnoreCase("none")) {
            throw new InvalidTokenException("The token is not signed (alg: none).");
        }
        return Optional.of(name)
                .filter(JsonNode::isString)
                .flatMap(text -> JwtAlgorithm.named(text.stringValue()))
                .orElseThrow(() -> new InvalidTokenException(
                        "The token's alg is not one of " + Arrays.toString(JwtAlgorithm.values()) + "."));
    }

    /** A member that is a text; empty if it is absent. */
    private static Optional<String> text(ObjectNode header, String name) {
        JsonNode value = header.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new InvalidTokenException("The token's " + name + " is not a string.");
        }
        return Optional.of(value.stringValue());
    }

    /** Accepts only the canonical encoding: no padding, no line breaks, no spare bits. */
    private static byte[] decode(String part, String name) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new InvalidTokenException("The token's " + name + " is not base64url without padding.");
    }
}
