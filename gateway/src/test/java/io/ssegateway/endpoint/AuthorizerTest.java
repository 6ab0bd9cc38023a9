package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.ssegateway.auth.TokenVerifiers;
import io.ssegateway.config.Access;
import io.ssegateway.config.AuthConfig;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.http.CrossSite;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.testing.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose large bodies are taken without a limit of their own. */
class AuthorizerTest {
    private static final JwtKeyConfig KEY = Tokens.config(JwtAlgorithm.HS256, "");

    private static Authorizer authorizer(Access publish) {
        AuthConfig auth = ConfigLoader.defaults().auth();
        AuthConfig config = new AuthConfig(
                auth.subscribe(),
                publish,
                auth.publishOrigins(),
                Tokens.config(KEY, KEY, ""),
                auth.revocationTtl(),
                auth.webhook());
        return new Authorizer(
                config,
                new TokenAuthenticator(
                        config,
                        ConfigLoader.defaults().cors(),
                        TokenVerifiers.of(config.jwt(), Duration.ofSeconds(10)),
                        new CrossSite(List.of())),
                RevocationChecks.NONE,
                Optional.empty(),
                new ProvisionalStreams(ImmediateEventExecutor.INSTANCE));
    }

    private static boolean knows(Access publish, String authorization) {
        Authorizer authorizer = authorizer(publish);
        List<Boolean> known = new ArrayList<>();
        try (Pipeline pipeline = Pipeline.posting("/publish", exchange -> {
            known.add(authorizer.knowsPublisher(exchange));
            exchange.reply().noContent();
        })) {
            String head = "POST /publish HTTP/1.1\r\nHost: test\r\n" + authorization + "Content-Length: 0\r\n\r\n";
            pipeline.channel().writeInbound(Unpooled.copiedBuffer(head, StandardCharsets.UTF_8));
        }
        assertThat(known).hasSize(1);
        return known.get(0);
    }

    private static String bearer(String payload) {
        return "Authorization: Bearer " + Tokens.token(JwtAlgorithm.HS256, "", payload) + "\r\n";
    }

    @ParameterizedTest
    @CsvSource({"TOKEN, false", "ANONYMOUS, true"})
    void shouldNotTakeASubscriberForAPublisherWherePublishingNeedsGrants(Access publish, boolean isKnown) {
        assertThat(knows(publish, bearer("{\"mercure\":{\"subscribe\":[\"b\"]}}")))
                .isEqualTo(isKnown);
        assertThat(knows(publish, bearer(Tokens.PAYLOAD))).isTrue();
    }

    @Test
    void shouldKnowNobodyWithoutAToken() {
        assertThat(knows(Access.ANONYMOUS, "")).isFalse();
    }
}
