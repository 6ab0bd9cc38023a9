package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.limit.Client;
import io.ssegateway.testing.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Verifies tokens of tests, and tells what came of it. */
final class TestVerifier {
    /** Whose tokens they are. */
    static final Client CLIENT = new Client(1, () -> false);

    /** Some keys are checked with on other threads. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestVerifier() {}

    static TokenVerifier verifier(JwtKeyConfig key) {
        return TokenVerifiers.of(
                        Tokens.config(key, ConfigLoader.defaults().auth().jwt().publisher(), ""),
                        PATIENCE,
                        InstantSource.fixed(Tokens.NOW))
                .publisher();
    }

    /** The grants of a token that is valid. */
    static Grants grants(TokenVerifier verifier, String token) {
        CompletableFuture<Grants> grants = verifier.verify(CLIENT, token).toCompletableFuture();
        assertThat(grants).succeedsWithin(PATIENCE);
        return grants.join();
    }

    /** Why a token is refused; a sentence that does not give it away. */
    static String refusal(TokenVerifier verifier, String token) {
        CompletableFuture<Grants> grants = verifier.verify(CLIENT, token).toCompletableFuture();
        assertThat(grants).as("%s", token).failsWithin(PATIENCE);
        Throwable failure = grants.handle((read, thrown) -> thrown).join();
        assertThat(failure).isExactlyInstanceOf(InvalidTokenException.class);
        String sentence = String.valueOf(failure.getMessage());
        assertThat(sentence).matches("[\\p{Print}]+\\.");
        for (String part : token.split("\\.", -1)) {
            if (part.length() > 8) {
                assertThat(sentence).doesNotContain(part.substring(0, 8));
            }
        }
        return sentence;
    }
}
