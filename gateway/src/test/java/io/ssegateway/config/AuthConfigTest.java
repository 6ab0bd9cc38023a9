package io.ssegateway.config;

import static io.ssegateway.testing.Samples.loadSet;
import static io.ssegateway.testing.Samples.setError;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.config.load.ConfigWriter;
import io.ssegateway.testing.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthConfigTest {

    private static final String PUBLISHER = "auth.jwt.publisher.key=s3cret";
    private static final String SUBSCRIBER = "auth.jwt.subscriber.key=s3cret";
    private static final String URL = "auth.jwt.jwks-url=https://idp.example:8443/realms/a/jwks?x=y";

    @Test
    void shouldNeedATokenToPublishAsSoonAsThereIsAKey() {
        assertThat(ConfigLoader.defaults().auth().publishingNeedsToken()).isFalse();
        assertThat(ConfigLoader.defaults().auth().subscribingNeedsToken()).isFalse();
        for (String key : List.of(PUBLISHER, URL)) {
            assertThat(loadSet(key).auth().publishingNeedsToken()).isTrue();
            assertThat(loadSet(key).auth().subscribingNeedsToken()).isFalse();
            assertThat(loadSet(key, "auth.publish=anonymous").auth().publishingNeedsToken())
                    .isFalse();
        }
        assertThat(loadSet(SUBSCRIBER, PUBLISHER, "auth.subscribe=token").auth().subscribingNeedsToken())
                .isTrue();
        assertThat(loadSet(URL, "auth.subscribe=token").auth().subscribingNeedsToken())
                .isTrue();
    }

    @Test
    void shouldNotStartWhereNothingCouldCheckTheTokens() {
        assertThat(setError("auth.publish=token"))
                .hasMessageStartingWith("auth.publish: publishing would require a token");
        assertThat(setError(SUBSCRIBER)).hasMessageStartingWith("auth.publish: publishing would require a token");
        assertThat(setError("auth.subscribe=token"))
                .hasMessageStartingWith("auth.subscribe: subscribing would require");
        assertThat(setError("auth.subscribe=token", PUBLISHER))
                .hasMessageStartingWith("auth.subscribe: subscribing would require a token");
        loadSet(SUBSCRIBER, "auth.publish=anonymous");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hs256", "none", "HS1", "ES256K", "eddsa", "EDDSA", "Ed25519", ""})
    void shouldNameTheAlgorithms(String other) {
        assertThat(setError("auth.jwt.publisher.algorithm=" + other))
                .hasMessageContaining("auth.jwt.publisher.algorithm: must be HS256 or HS384 or HS512 or RS256 ")
                .hasMessageContaining(" or ES512 or EdDSA, but is \"" + other + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "idp.example",
                "/jwks.json",
                "file:/etc/jwks.json",
                "ftp://idp.example/",
                "https://",
                "https:///jwks.json",
                "https://s3cret:s3cret@idp.example/",
                "https://s3cret@idp.example/",
                "https://idp.example:65536/",
                "https://idp example/s3cret",
                "https://idp.example/\n"
            })
    void shouldRefuseWhatIsNoUrlWithoutTellingIt(String url) {
        assertThat(setError("auth.jwt.jwks-url=" + url))
                .hasMessageStartingWith("auth.jwt.jwks-url: must be a URL such as https://idp.example/jwks.json")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "a b", "a=b", "a;b", "'a,b'", "\"a\"", "é", "'a\n'", "a/b", "'a\0'"})
    void shouldRefuseWhatIsNoNameOfACookie(String name) {
        assertThat(setError("auth.jwt.cookie-name=" + name))
                .hasMessageStartingWith("auth.jwt.cookie-name: must be a cookie's name, but is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "ftp://app.example/", "https://s3cret@app.example/", "https:///may"})
    void shouldRefuseAWebhookThatIsNoUrlWithoutTellingIt(String url) {
        assertThat(setError("auth.webhook.url=" + url))
                .hasMessageStartingWith("auth.webhook.url: must be a URL such as https://app.example/may")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie,a b", "a:b", "a\r\nb", "é", "cookie,"})
    void shouldRefuseWhatIsNoNameOfAHeader(String names) {
        assertThat(setError("auth.webhook.headers=" + names))
                .hasMessageStartingWith("auth.webhook.headers: must be header names, but has ");
    }

    @Test
    void shouldHoldTheTimesOfRevocationsAndWebhooksToTheirRange() {
        assertThat(setError("auth.revocation-ttl=0s")).hasMessageContaining("must be from 1s to 87600h, but is 0s");
        assertThat(setError("auth.webhook.timeout=0s")).hasMessageContaining("must be from 1ms to 1m, but is 0s");
        assertThat(setError("auth.webhook.cache=61m")).hasMessageContaining("must be from 0s to 1h, but is 61m");
        assertThat(setError("auth.webhook.breaker=0s")).hasMessageContaining("must be from 1ms to 10m, but is 0s");
    }

    @Test
    void shouldHoldTheClockSkewToItsRange() {
        assertThat(loadSet("auth.jwt.clock-skew=5m").auth().jwt().clockSkew()).hasMinutes(5);
        assertThat(setError("auth.jwt.clock-skew=301s")).hasMessageContaining("must be from 0s to 5m, but is 301s");
    }

    @Test
    void shouldListOrigins() {
        assertThat(loadSet("auth.publish-origins=https://a.example,*").auth().publishOrigins())
                .containsExactly("https://a.example", "*");
        assertThat(setError("auth.publish-origins=https://a.example/"))
                .hasMessageStartingWith("auth.publish-origins: must list origins as browsers send them");
        assertThat(setError("auth.publish-origins=null")).hasMessageContaining("must not list null");
    }

    @Test
    void shouldNeverTellAKey() {
        GatewayConfig config = loadSet(PUBLISHER, SUBSCRIBER);

        assertThat(config.auth().jwt().publisher().maskedKey()).isEqualTo("***");
        assertThat(config.toString()).doesNotContain("s3cret").contains("key=***");
        assertThat(ConfigWriter.toYaml(config)).doesNotContain("s3cret").containsPattern("key: '?\"?\\*\\*\\*");
        assertThat(setError(PUBLISHER, "auth.subscribe=token")).hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldTellWhichFileAKeyIsIn() {
        GatewayConfig config = loadSet("auth.jwt.publisher.key=file:/etc/key.pem");

        assertThat(config.auth().jwt().publisher().maskedKey()).isEqualTo("file:/etc/key.pem");
        assertThat(ConfigWriter.toYaml(config)).contains("key: file:/etc/key.pem");
        assertThat(ConfigWriter.toYaml(ConfigLoader.defaults())).contains("key: \"\"");
    }

    @Test
    void shouldNotTellAKeyOfAnotherShape() {
        for (String shape : List.of("[s3cret]", "{a: s3cret}")) {
            assertThat(Samples.yamlError("auth: {jwt: {publisher: {key: " + shape + "}}}"))
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(Samples.error(() ->
                        ConfigLoader.load(null, Map.of("SSE_GATEWAY_AUTH_JWT_PUBLISHER_KEYS", "s3cret"), List.of())))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldTakeKeysOfSeveralLines() {
        String pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
        GatewayConfig inFile = Samples.loadYaml(
                "auth:",
                "  jwt:",
                "    publisher:",
                "      key: |-",
                "        " + pem.replace("\n", "\n        "),
                "      algorithm: ES256");
        GatewayConfig inEnvironment =
                ConfigLoader.load(null, Map.of("SSE_GATEWAY_AUTH_JWT_PUBLISHER_KEY", pem), List.of());

        assertThat(inFile.auth().jwt().publisher()).isEqualTo(new JwtKeyConfig(pem, JwtAlgorithm.ES256));
        assertThat(inEnvironment.auth().jwt().publisher().key()).isEqualTo(pem);
    }
}
