package io.ssegateway.auth;

import static io.ssegateway.testing.Tokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.JwtConfig;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static final long SECOND = NOW.getEpochSecond();

    @Test
    void shouldReadAllThereIs() {
        Grants grants =
                read("{\"mercure\":{\"publish\":[\"/a\",\"/b/{id}\"],\"subscribe\":[\"*\"],\"payload\":{\"n\":1.10}},"
                        + "\"exp\":" + (SECOND + 60)
                        + ",\"sub\":\"alice\",\"jti\":\"t-1\",\"iat\":\"ignored\",\"x\":[{}]}");

        assertThat(grants.publish()).hasToString("[/a, /b/{id}]");
        assertThat(grants.subscribe()).hasToString("[*]");
        assertThat(grants.payload()).hasToString("{\"n\":1.10}");
        assertThat(grants.expiry()).isEqualTo(NOW.plusSeconds(60));
        assertThat(grants.subject()).isEqualTo("alice");
        assertThat(grants.tokenId()).isEqualTo("t-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"mercure\":null}",
                "{\"mercure\":{}}",
                "{\"mercure\":{\"publish\":null,\"subscribe\":null,\"payload\":null}}",
                "{\"mercure\":{\"publish\":[],\"subscribe\":[]}}",
                "{\"mercure\":{\"Publish\":[\"*\"]},\"publish\":[\"*\"],\"exp\":null,\"sub\":null}",
                "{\"Mercure\":{\"publish\":[\"*\"]}}",
                "{\"https://mercure.rocks/\":{},\"mercure\":{\"publish\":[\"*\"]}}"
            })
    void shouldGrantNothingUnlessItIsSaid(String payload) {
        Grants grants = read(payload);

        assertThat(grants).isEqualTo(Grants.ANONYMOUS);
        assertThat(grants.mayPublish(List.of(new Topic("a")))).isFalse();
        assertThat(grants.mayReceive(List.of(new Topic("a")))).isFalse();
    }

    @Test
    void shouldPreferTheNamespacedClaimAsAWhole() {
        Grants grants = read("{\"mercure\":{\"publish\":[\"*\"],\"subscribe\":[\"x\"]},"
                + "\"https://mercure.rocks/\":{\"subscribe\":[\"y\"]}}");

        assertThat(grants.publish()).isEmpty();
        assertThat(grants.subscribe()).hasToString("[y]");
        assertThat(read("{\"https://mercure.rocks/\":null,\"mercure\":{\"publish\":[\"x\"]}}")
                        .publish())
                .hasToString("[x]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mercure\":[]}",
                "{\"mercure\":\"*\"}",
                "{\"mercure\":true}",
                "{\"https://mercure.rocks/\":1,\"mercure\":{}}",
                "{\"mercure\":{\"publish\":\"*\"}}",
                "{\"mercure\":{\"publish\":{\"0\":\"*\"}}}",
                "{\"mercure\":{\"publish\":[\"*\",1]}}",
                "{\"mercure\":{\"publish\":[null]}}",
                "{\"mercure\":{\"publish\":[[\"*\"]]}}",
                "{\"mercure\":{\"publish\":true}}",
                "{\"mercure\":{\"subscribe\":\"*\"}}",
                "{\"mercure\":{\"subscribe\":[{\"match\":\"*\"}]}}",
                "{\"mercure\":{\"subscribe\":[\"\"]}}",
                "{\"mercure\":{\"subscribe\":[\"a\\u0000\"]}}",
                "{\"mercure\":{\"subscribe\":[\"a\\r\\nb\"]}}",
                "{\"mercure\":{\"subscribe\":[\"\\ud800\"]}}"
            })
    void shouldRefuseGrantsOfAnotherForm(String payload) {
        assertThat(refusal(payload)).startsWith("The token's claim mercure");
    }

    @Test
    void shouldBoundTheSelectors() {
        assertThat(read(publish("a", Claims.MAX_SELECTORS)).publish()).hasSize(1000);
        assertThat(refusal(publish("a", Claims.MAX_SELECTORS + 1))).contains("more than 1000");
        assertThat(read(publish("a".repeat(1024), 1)).publish()).hasSize(1);
        assertThat(refusal(publish("a".repeat(1025), 1))).contains("at most 1024 bytes");
        assertThat(refusal(publish("é".repeat(513), 1))).contains("at most 1024 bytes");
        assertThat(read(publish("{a}{b}", 64)).publish()).hasSize(64);
        assertThat(refusal(publish("{a}{b}", 65))).contains("128 variables");
        assertThat(refusal(publish("{a,b,c,d}".repeat(9), 1))).contains("32 variables");
    }

    private static String publish(String selector, int times) {
        String list = String.join("\",\"", Collections.nCopies(times, selector));
        return "{\"mercure\":{\"publish\":[\"" + list + "\"]}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"{}\"",
                "{",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":1}",
                "{\"mercure\":{},\"mercure\":{\"publish\":[\"*\"]}}",
                "{\"mercure\":{\"publish\":[],\"publish\":[\"*\"]}}",
                "{\"mercure\":{\"publish\":[],\"pub\\u006cish\":[\"*\"]}}",
                "{\"exp\":1e99999999999}",
                "{\"exp\":NaN}",
                "\uFEFF{}"
            })
    void shouldRefuseWhatIsNotOneObject(String payload) {
        assertThat(refusal(payload)).startsWith("The token's payload is not a JSON object");
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        for (byte[] bytes : List.of(
                "{\"sub\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{}".getBytes(StandardCharsets.UTF_16),
                "{}".getBytes(StandardCharsets.UTF_16BE),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'{', '}', 0},
                new byte[] {(byte) 0xFF})) {
            assertThatThrownBy(
                            () -> claims(ConfigLoader.defaults().auth().jwt()).read(bytes))
                    .isInstanceOf(InvalidTokenException.class);
        }
    }

    @Test
    void shouldRefuseWhatIsNestedWithoutEnd() {
        assertThat(refusal("{\"a\":" + "[".repeat(100_000))).contains("not a JSON object");
        assertThat(refusal("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}"))
                .contains("not a JSON object");
    }

    @Test
    void shouldEndToTheSecond() {
        assertThat(read("{\"exp\":" + (SECOND + 1) + "}").expiry()).isEqualTo(NOW.plusSeconds(1));
        assertThat(read("{\"exp\":" + SECOND + ".25}").expiry()).isEqualTo(NOW.plusMillis(250));
        assertThat(read("{\"exp\":" + SECOND + "5e-1}").expiry()).isAfter(NOW);
        for (String past : List.of(SECOND + "", SECOND - 1 + "", "0", "-0", "0.5", "1e-300")) {
            assertThat(refusal("{\"exp\":" + past + "}")).isEqualTo("The token has expired (exp).");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"253402300800", "1900000000000", "9223372036854775808", "1e18", "1e400", "1e999999999"})
    void shouldTakeTimesThatAreFarAway(String exp) {
        Instant expiry = read("{\"exp\":" + exp + "}").expiry();

        assertThat(expiry).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(refusal("{\"nbf\":" + exp + "}")).contains("not valid yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1900000000\"", "-1", "-1e300", "true", "[]", "{}", "\"\""})
    void shouldRefuseTimesThatAreNone(String time) {
        assertThat(refusal("{\"exp\":" + time + "}")).contains("exp is not a number of seconds since 1970");
        assertThat(refusal("{\"nbf\":" + time + "}")).contains("nbf is not a number of seconds since 1970");
    }

    @Test
    void shouldBearWithAClockThatIsAheadAsFarAsConfigured() {
        assertThat(read("{\"nbf\":" + (SECOND - 1) + "}")).isEqualTo(Grants.ANONYMOUS);
        assertThat(read("{\"nbf\":" + (SECOND + 5) + "}")).isEqualTo(Grants.ANONYMOUS);
        assertThat(refusal("{\"nbf\":" + (SECOND + 6) + "}")).isEqualTo("The token is not valid yet (nbf).");

        Claims exact = claims(config(Duration.ZERO, "", ""));
        assertThat(exact.read(bytes("{\"nbf\":" + SECOND + "}"))).isEqualTo(Grants.ANONYMOUS);
        assertThatThrownBy(() -> exact.read(bytes("{\"nbf\":" + (SECOND + 1) + "}")))
                .isInstanceOf(InvalidTokenException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"7", "[]", "{}", "true", "\"a\\u0000\"", "\"a\\r\\nSet-Cookie: x\"", "\"\\u0085\""})
    void shouldRefuseNamesThatAreNone(String value) {
        assertThat(refusal("{\"sub\":" + value + "}")).contains("sub is not a string without control characters");
        assertThat(refusal("{\"jti\":" + value + "}")).contains("jti is not a string without control characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"iss\":\"idp\"}",
                "{\"aud\":\"hub\"}",
                "{\"iss\":\"idp\",\"aud\":\"HUB\"}",
                "{\"iss\":\"idp\",\"aud\":[]}",
                "{\"iss\":\"idp\",\"aud\":[\"other\",[\"hub\"],null]}",
                "{\"iss\":\"idp\",\"aud\":{\"hub\":\"hub\"}}",
                "{\"iss\":\"idp/\",\"aud\":\"hub\"}",
                "{\"iss\":[\"idp\"],\"aud\":\"hub\"}"
            })
    void shouldRefuseTokensOfOthersAndForOthers(String payload) {
        assertThatThrownBy(() -> claims(config(Duration.ZERO, "idp", "hub")).read(bytes(payload)))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageMatching(".*(iss|aud).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hub\"", "[\"hub\"]", "[\"other\",\"hub\"]"})
    void shouldTakeTokensForThisGateway(String audience) {
        String payload = "{\"iss\":\"idp\",\"aud\":" + audience + "}";

        assertThat(claims(config(Duration.ZERO, "idp", "hub")).read(bytes(payload)))
                .isEqualTo(Grants.ANONYMOUS);
    }

    private static JwtConfig config(Duration clockSkew, String issuer, String audience) {
        JwtKeyConfig none = ConfigLoader.defaults().auth().jwt().publisher();
        return new JwtConfig(none, none, "", clockSkew, "a", issuer, audience);
    }

    private static Claims claims(JwtConfig config) {
        return new Claims(config, InstantSource.fixed(NOW));
    }

    private static byte[] bytes(String payload) {
        return payload.getBytes(StandardCharsets.UTF_8);
    }

    private static Grants read(String payload) {
        return claims(ConfigLoader.defaults().auth().jwt()).read(bytes(payload));
    }

    private static String refusal(String payload) {
        try {
            return "accepted: " + read(payload);
        } catch (InvalidTokenException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
