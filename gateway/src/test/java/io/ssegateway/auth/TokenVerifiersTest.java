package io.ssegateway.auth;

import static io.ssegateway.auth.TestVerifier.grants;
import static io.ssegateway.auth.TestVerifier.refusal;
import static io.ssegateway.config.JwtAlgorithm.ES256;
import static io.ssegateway.config.JwtAlgorithm.HS256;
import static io.ssegateway.testing.Tokens.NOW;
import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.config;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.load.ConfigLoader;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TokenVerifiersTest {

    private static final JwtKeyConfig NONE =
            ConfigLoader.defaults().auth().jwt().publisher();

    @Test
    void shouldNotTakeTheTokenOfOneRoleForTheOther() {
        TokenVerifiers verifiers = verifiers(config(HS256, " publisher"), config(HS256, " subscriber"));

        assertThat(grants(verifiers.publisher(), token(HS256, " publisher", PAYLOAD))
                        .publish())
                .hasSize(1);
        assertThat(grants(verifiers.subscriber(), token(HS256, " subscriber", PAYLOAD))
                        .subscribe())
                .hasSize(1);
        assertThat(refusal(verifiers.publisher(), token(HS256, " subscriber", PAYLOAD)))
                .contains("signature");
        assertThat(refusal(verifiers.subscriber(), token(HS256, " publisher", PAYLOAD)))
                .contains("signature");
    }

    @Test
    void shouldTakeAnAlgorithmOfItsOwnForEachRole() {
        TokenVerifiers verifiers = verifiers(config(HS256, ""), config(ES256, ""));

        assertThat(refusal(verifiers.publisher(), token(ES256, "", PAYLOAD)))
                .contains("an algorithm that its key is not for");
        assertThat(refusal(verifiers.subscriber(), token(HS256, "", PAYLOAD)))
                .contains("an algorithm that its key is not for");
    }

    @Test
    void shouldTakeNoTokenForARoleWithoutAKey() {
        assertThat(refusal(verifiers(config(HS256, ""), NONE).subscriber(), token(HS256, "", PAYLOAD)))
                .isEqualTo("No key is configured for tokens of a subscriber.");
        assertThat(refusal(verifiers(NONE, NONE).publisher(), token(HS256, "", PAYLOAD)))
                .isEqualTo("No key is configured for tokens of a publisher.");
    }

    @Test
    void shouldRefuseAUrlThatIsForNobody() {
        assertThatThrownBy(() -> TokenVerifiers.of(
                        config(config(HS256, ""), config(HS256, ""), "https://idp.example/jwks.json"),
                        Duration.ofSeconds(10)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.jwt.jwks-url: is for roles without a key");
    }

    @Test
    void shouldNameTheKeyThatCannotBeUsed() {
        JwtKeyConfig weak = new JwtKeyConfig("weak", HS256);

        assertThatThrownBy(() -> verifiers(weak, NONE)).hasMessageStartingWith("auth.jwt.publisher.key: ");
        assertThatThrownBy(() -> verifiers(NONE, weak)).hasMessageStartingWith("auth.jwt.subscriber.key: ");
    }

    private static TokenVerifiers verifiers(JwtKeyConfig publisher, JwtKeyConfig subscriber) {
        return TokenVerifiers.of(config(publisher, subscriber, ""), Duration.ofSeconds(10), InstantSource.fixed(NOW));
    }
}
