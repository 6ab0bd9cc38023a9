package io.ssegateway.auth;

import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.testing.Tokens;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {

    private static final JwtAlgorithm EDDSA = JwtAlgorithm.EDDSA;

    @ParameterizedTest
    @EnumSource(
            value = JwtAlgorithm.class,
            names = {"HS.*"},
            mode = EnumSource.Mode.MATCH_NONE)
    void shouldReadPublicKeysOfEveryKind(JwtAlgorithm algorithm) {
        JwkSet set = set(jwk(algorithm, "a", ""), jwk(algorithm, "b", ""));

        for (String name : new String[] {"a", "b"}) {
            Jws token = jws(algorithm, name, ",\"kid\":\"" + name + "\"");
            assertThatCode(() -> set.find(token).orElseThrow().check(token)).doesNotThrowAnyException();
        }
        Jws forged = jws(algorithm, "b", ",\"kid\":\"a\"");
        assertThatThrownBy(() -> set.find(forged).orElseThrow().check(forged))
                .isInstanceOf(InvalidTokenException.class);
        assertThat(set.find(jws(algorithm, "a", ",\"kid\":\"c\""))).isEmpty();
        assertThat(set.find(jws(algorithm, "a", "")))
                .as("of two without a name")
                .isEmpty();
    }

    @Test
    void shouldFindTheOnlyKeyOfAnAlgorithmForATokenWithoutAName() {
        JwkSet set = set(jwk(JwtAlgorithm.RS256, "a", ""), jwk(JwtAlgorithm.ES256, "a", ""), jwk(EDDSA, "a", ""));

        assertThat(set.find(jws(JwtAlgorithm.ES256, "a", ""))).isPresent();
        assertThat(set.find(jws(JwtAlgorithm.PS384, "a", ""))).isPresent();
        assertThat(set.find(jws(JwtAlgorithm.ES384, "a", ""))).isEmpty();
    }

    @Test
    void shouldHoldKeysToTheAlgorithmTheyName() {
        JwkSet set = set(jwk(JwtAlgorithm.RS256, "a", ",\"alg\":\"RS512\""));

        assertThat(set.find(jws(JwtAlgorithm.RS512, "a", ""))).isPresent();
        assertThat(set.find(jws(JwtAlgorithm.RS256, "a", ""))).isEmpty();
        assertThat(set(jwk(JwtAlgorithm.RS256, "a", ",\"alg\":\"RSA-OAEP\"")).keys())
                .isEmpty();
        assertThat(set(jwk(JwtAlgorithm.RS256, "a", ",\"alg\":\"HS256\"")).keys())
                .isEmpty();
        assertThat(set(jwk(JwtAlgorithm.RS256, "a", ",\"alg\":\"none\"")).keys())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "\"key\"",
                "{\"kty\":\"new\"}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"EC\",\"crv\":\"new\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"alg\":\"HS256\",\"kid\":\"a\"}"
            })
    void shouldLeaveOutWhatItCannotUseAndKeepTheRest(String odd) {
        JwkSet set = set(odd, jwk(EDDSA, "a", ",\"use\":\"sig\""), jwk(EDDSA, "b", ",\"use\":\"enc\""));

        assertThat(set.keys()).hasSize(1);
        assertThat(set.find(jws(EDDSA, "a", ",\"kid\":\"a\""))).isPresent();
        assertThat(set.find(jws(JwtAlgorithm.HS256, "a", ",\"kid\":\"a\""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":null}", "{\"keys\":[]", "null", "\0"})
    void shouldRefuseWhatIsNoSet(String json) {
        assertThatThrownBy(() -> JwkSet.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void shouldReadOrRefuseAnything(@ForAll String x, @ForAll String name) {
        String key = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x.replaceAll("[^a-z]", "") + "\"}";
        assertThat(set(key).keys().size()).isLessThanOrEqualTo(1);
        assertThatThrownBy(() -> JwkSet.parse(name.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static JwkSet set(String... keys) {
        return JwkSet.parse(json(keys).getBytes(StandardCharsets.UTF_8));
    }

    static String json(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    /** A key as an identity provider shows it. */
    static String jwk(JwtAlgorithm algorithm, String name, String more) {
        PublicKey key = Tokens.pair(algorithm, name).getPublic();
        String members;
        if (key instanceof RSAPublicKey rsa) {
            members = "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 256) + "\",\"e\":\"AQAB\"";
        } else if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            int bytes = (bits + 7) / 8;
            members = "\"kty\":\"EC\",\"crv\":\"P-" + bits + "\",\"x\":\""
                    + number(ec.getW().getAffineX(), bytes) + "\",\"y\":\""
                    + number(ec.getW().getAffineY(), bytes) + "\"";
        } else {
            byte[] encoded = key.getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            members = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Tokens.encode(point) + "\"";
        }
        return "{" + members + ",\"kid\":\"" + name + "\"" + more + "}";
    }

    private static String number(BigInteger number, int bytes) {
        byte[] shortest = number.toByteArray();
        byte[] padded = new byte[bytes];
        int length = Math.min(bytes, shortest.length);
        System.arraycopy(shortest, shortest.length - length, padded, bytes - length, length);
        return Tokens.encode(padded);
    }

    private static Jws jws(JwtAlgorithm algorithm, String name, String more) {
        return Optional.of(token("{\"alg\":\"" + algorithm + "\"" + more + "}", algorithm, name, PAYLOAD))
                .map(Jws::parse)
                .orElseThrow();
    }
}
