package io.ssegateway.auth;

import static io.ssegateway.auth.TestVerifier.grants;
import static io.ssegateway.auth.TestVerifier.refusal;
import static io.ssegateway.auth.TestVerifier.verifier;
import static io.ssegateway.config.JwtAlgorithm.EDDSA;
import static io.ssegateway.config.JwtAlgorithm.ES256;
import static io.ssegateway.config.JwtAlgorithm.HS256;
import static io.ssegateway.config.JwtAlgorithm.PS256;
import static io.ssegateway.config.JwtAlgorithm.RS256;
import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.config;
import static io.ssegateway.testing.Tokens.encode;
import static io.ssegateway.testing.Tokens.sign;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.testing.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of every algorithm, and those of an attacker. */
class JwtVerifierTest {

    private static final TokenVerifier HMAC = verifier(config(HS256, ""));
    private static final String VALID = token(HS256, "", PAYLOAD);

    @ParameterizedTest
    @EnumSource(JwtAlgorithm.class)
    void shouldTakeTheTokensOfItsKeyAlone(JwtAlgorithm algorithm) {
        TokenVerifier verifier = verifier(config(algorithm, ""));

        Grants grants = grants(verifier, token(algorithm, "", PAYLOAD));

        assertThat(grants.publish()).hasToString("[a]");
        assertThat(grants.subscribe()).hasToString("[b]");
        assertThat(refusal(verifier, token(algorithm, " of another", PAYLOAD)))
                .isEqualTo("The token's signature is not valid.");
    }

    @ParameterizedTest
    @EnumSource(JwtAlgorithm.class)
    void shouldRefuseEveryOtherAlgorithmThanTheKeys(JwtAlgorithm configured) {
        TokenVerifier verifier = verifier(config(configured, ""));
        for (JwtAlgorithm other : JwtAlgorithm.values()) {
            if (other != configured) {
                assertThat(refusal(verifier, token(other, "", PAYLOAD)))
                        .contains("an algorithm that its key is not for");
                // As the key wants it, but signed otherwise.
                String lying = token("{\"alg\":\"" + configured + "\"}", other, "", PAYLOAD);
                assertThat(refusal(verifier, lying)).isEqualTo("The token's signature is not valid.");
            }
        }
    }

    @Test
    void shouldRefuseTheOldPublicKeyAsSecretTrick() throws GeneralSecurityException {
        String pem = config(RS256, "").key();
        String input = encode("{\"alg\":\"HS256\"}") + "." + encode(PAYLOAD);
        for (byte[] secret : List.of(
                pem.getBytes(StandardCharsets.UTF_8),
                pem.strip().getBytes(StandardCharsets.UTF_8),
                Tokens.pair(RS256, "").getPublic().getEncoded())) {
            String token = input + "." + encode(Tokens.hmac(HS256, secret, input.getBytes(StandardCharsets.UTF_8)));

            assertThat(refusal(verifier(config(RS256, "")), token)).contains("an algorithm that its key is not for");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void shouldRefuseUnsignedTokens(String none) {
        String input = encode("{\"alg\":\"" + none + "\"}") + "." + encode(PAYLOAD);

        assertThat(refusal(HMAC, input + ".")).isEqualTo("The token is not signed (alg: none).");
        assertThat(refusal(HMAC, sign(input, HS256, ""))).isEqualTo("The token is not signed (alg: none).");
        assertThat(refusal(HMAC, VALID.substring(0, VALID.lastIndexOf('.') + 1)))
                .isEqualTo("The token has no signature.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS256 \"}",
                "{\"alg\":\"HS256\\u0000\"}",
                "{\"alg\":\"HS1\"}",
                "{\"alg\":\"dir\"}",
                "{\"alg\":\"ES256K\"}",
                "{\"Alg\":\"HS256\"}"
            })
    void shouldRefuseAlgorithmsItDoesNotKnow(String header) {
        assertThat(refusal(HMAC, token(header, HS256, "", PAYLOAD))).contains("The token's alg is not one of [HS256, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"HS256\"",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\"}x",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"kid\":\"b\"}",
                "\uFEFF{\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",}",
                "{'alg':'HS256'}"
            })
    void shouldRefuseHeadersThatAreNotOneObject(String header) {
        assertThat(refusal(HMAC, token(header, HS256, "", PAYLOAD)))
                .isEqualTo("The token's header is not a JSON object with unique names.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"exp\"]", "[]", "null", "[\"b64\"]", "\"b64\""})
    void shouldRefuseExtensionsThatMustBeUnderstood(String crit) {
        String header = "{\"alg\":\"HS256\",\"b64\":false,\"crit\":" + crit + "}";

        assertThat(refusal(HMAC, token(header, HS256, "", PAYLOAD))).contains("crit");
    }

    @Test
    void shouldNotTakeAPayloadThatIsNotEncoded() {
        String input = encode("{\"alg\":\"HS256\",\"b64\":false}") + "." + PAYLOAD;

        assertThat(refusal(HMAC, sign(input, HS256, ""))).contains("payload is not base64url");
    }

    @Test
    void shouldNotTakeKeysThatTheTokenBringsAlong() {
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + encode(new byte[32]) + "\"}";
        for (String header : List.of(
                "{\"alg\":\"EdDSA\",\"jwk\":" + jwk + "}",
                "{\"alg\":\"EdDSA\",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://127.0.0.1:1/\",\"x5c\":[\"\"]}")) {
            assertThat(refusal(verifier(config(EDDSA, "")), token(header, EDDSA, " of another", PAYLOAD)))
                    .isEqualTo("The token's signature is not valid.");
            assertThat(grants(verifier(config(EDDSA, "")), token(header, EDDSA, "", PAYLOAD))
                            .publish())
                    .hasSize(1);
        }
    }

    @Test
    void shouldRefuseSignaturesOfOnlyZeros() {
        for (JwtAlgorithm algorithm : JwtAlgorithm.values()) {
            String input = encode("{\"alg\":\"" + algorithm + "\"}") + "." + encode(PAYLOAD);
            for (int length : new int[] {1, 32, 63, 64, 65, 96, 132, 256}) {
                assertThat(refusal(verifier(config(algorithm, "")), input + "." + encode(new byte[length])))
                        .isEqualTo("The token's signature is not valid.");
            }
        }
    }

    @Test
    void shouldRefuseTokensThatAreTooLong() {
        String longest = token(HS256, "", PAYLOAD + " ".repeat(6_000));
        String padding = " ".repeat(6_000 + (Jws.MAX_LENGTH - longest.length()) / 4 * 3);
        String fits = token(HS256, "", PAYLOAD + padding);
        String tooLong = token(HS256, "", PAYLOAD + padding + "   ");

        assertThat(fits.length()).isBetween(Jws.MAX_LENGTH - 3, Jws.MAX_LENGTH);
        assertThat(grants(HMAC, fits).publish()).hasSize(1);
        assertThat(refusal(HMAC, tooLong)).isEqualTo("The token has more than 8192 characters.");
        assertThat(refusal(HMAC, "a".repeat(1 << 24))).isEqualTo("The token has more than 8192 characters.");
        assertThat(refusal(HMAC, ".".repeat(Jws.MAX_LENGTH))).contains("8193 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a", "a.b", "a.b.c.d", "....", "Bearer a.b.c"})
    void shouldRefuseWhatHasAnotherForm(String token) {
        refusal(HMAC, token);
    }

    @Test
    void shouldSayWhatItSeesOfAnotherForm() {
        assertThat(refusal(HMAC, VALID + ".a.b")).contains("encrypted (JWE)");
        assertThat(refusal(HMAC, VALID.substring(0, VALID.lastIndexOf('.')))).contains("has 2 parts");
        assertThat(refusal(HMAC, "")).contains("has 1 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "==", " ", "\n", "\r\n", "\t", "\0", "+", "/", "é", "😀", "%3D", "\"", ","})
    void shouldRefuseWhatDoesNotBelongIntoAToken(String extra) {
        for (int at = 0; at <= VALID.length(); at += 5) {
            refusal(HMAC, VALID.substring(0, at) + extra + VALID.substring(at));
        }
        refusal(HMAC, VALID + extra);
        // Signed, too: what is signed is the text.
        String signed = sign(encode("{\"alg\":\"HS256\"}") + "." + encode(PAYLOAD) + extra, HS256, "");
        assertThat(refusal(HMAC, signed)).contains("payload is not base64url");
    }

    @Test
    void shouldTakeOneSpellingOfASignatureOnly() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String head = VALID.substring(0, VALID.length() - 1);

        long accepted = alphabet.chars()
                .mapToObj(last -> head + (char) last)
                .filter(token -> !HMAC.verify(TestVerifier.CLIENT, token)
                        .toCompletableFuture()
                        .isCompletedExceptionally())
                .count();

        assertThat(accepted).isOne();
    }

    @Property(tries = 2_000)
    void shouldRefuseEveryTokenWithAnotherCharacter(
            @ForAll @IntRange(max = 10_000) int position, @ForAll char replacement, @ForAll boolean elliptic) {
        String valid = elliptic ? EC_TOKEN : VALID;
        int at = position % valid.length();
        if (valid.charAt(at) != replacement) {
            refusal(elliptic ? EC : HMAC, valid.substring(0, at) + replacement + valid.substring(at + 1));
        }
    }

    @Property(tries = 1_000)
    void shouldRefuseEveryTokenWithAnotherBit(@ForAll @IntRange(max = 100_000) int bit) {
        String[] parts = VALID.split("\\.", -1);
        int part = bit % 3;
        byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
        int at = bit / 3 % (bytes.length * 8);
        bytes[at / 8] ^= (byte) (1 << (at % 8));
        parts[part] = encode(bytes);

        refusal(HMAC, String.join(".", parts));
    }

    @Property
    void shouldRefuseAnyText(@ForAll String text) {
        refusal(HMAC, text);
        refusal(HMAC, VALID.substring(0, VALID.indexOf('.') + 1) + encode(text) + "." + encode("signature"));
    }

    @Test
    void shouldNotTakeTheTokenOfAnotherPss() {
        assertThat(refusal(verifier(config(PS256, "")), token(RS256, "", PAYLOAD)))
                .contains("an algorithm that its key is not for");
    }

    private static final TokenVerifier EC = verifier(config(ES256, ""));
    private static final String EC_TOKEN = token(ES256, "", PAYLOAD);
}
