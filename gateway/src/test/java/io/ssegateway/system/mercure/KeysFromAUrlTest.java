package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.Tokens;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The hub's URL while the keys of its tokens are still on their way from somewhere else, or do not come. */
class KeysFromAUrlTest {
    private static final String TOKEN = bearer(Tokens.token(
            "{\"alg\":\"RS256\",\"kid\":\"hub\"}",
            JwtAlgorithm.RS256,
            "hub",
            "{\"mercure\":{\"publish\":[\"*\"],\"subscribe\":[\"*\"]}}"));

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @AutoClose
    private final WebServer server = WebServer.start(0, this::giveKeys);

    @AutoClose
    private final RunningGateway gateway =
            RunningGateway.start("auth.jwt.jwks-url=" + server.uri("/keys"), "auth.subscribe=token");

    private void giveKeys(HttpExchange exchange) throws IOException {
        asked.countDown();
        try (exchange) {
            if (mayAnswer.await(30, TimeUnit.SECONDS)) {
                WebServer.answer(exchange, 200, keys());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void letTheServerAnswer() {
        mayAnswer.countDown();
    }

    private static String keys() {
        RSAPublicKey key = (RSAPublicKey) Tokens.pair(JwtAlgorithm.RS256, "hub").getPublic();
        return new JWKSet(new RSAKey.Builder(key).keyID("hub").build()).toString();
    }

    @Test
    void shouldAnswerInOrderWhenTheKeysHaveCome() throws Exception {
        try (RawClient publisher = gateway.connect();
                RawClient subscriber = gateway.connect()) {
            publisher.send(RunningHub.post("topic=a&data=x&private=on&id=urn:1", TOKEN)
                    + RunningHub.post("data=no topic", TOKEN)
                    + RunningHub.post("topic=a&data=y&private=on&id=urn:2", TOKEN));
            subscriber.get(RunningHub.URL + "?topic=a&lastEventID=earliest", TOKEN);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            mayAnswer.countDown();
            assertThat(publisher.answer().body()).isEqualTo("urn:1");
            publisher.answer().isProblem(400, "topic");
            assertThat(publisher.answer().body()).isEqualTo("urn:2");
            EventReader stream = EventReader.of(subscriber);
            assertThat(stream.nextData()).isEqualTo("x");
            assertThat(stream.nextData()).isEqualTo("y");
        }
    }

    @Test
    void shouldPublishNothingForWhoseTokenTurnsOutToBeWrong() {
        mayAnswer.countDown();
        try (EventReader stream = gateway.open(RunningHub.URL + "?topic=*", TOKEN)) {
            String forged = bearer(Tokens.token(
                    "{\"alg\":\"RS256\",\"kid\":\"hub\"}",
                    JwtAlgorithm.RS256,
                    "evil",
                    "{\"mercure\":{\"publish\":[\"*\"]}}"));
            String unknown = bearer(Tokens.token(
                    "{\"alg\":\"RS256\",\"kid\":\"new\"}",
                    JwtAlgorithm.RS256,
                    "hub",
                    "{\"mercure\":{\"publish\":[\"*\"]}}"));
            for (String token : new String[] {forged, unknown}) {
                gateway.exchange(RunningHub.post("topic=a&data=forged", token)).isProblem(401);
                gateway.exchange(Requests.get(RunningHub.URL + "?topic=a", token))
                        .isProblem(401);
            }
            assertThat(gateway.exchange(RunningHub.post("topic=a&data=end", TOKEN))
                            .status())
                    .isEqualTo(200);
            assertThat(stream.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldAnswer503WhileTheKeysCannotBeFetched() {
        server.close();
        for (String request :
                new String[] {RunningHub.post("topic=a", TOKEN), Requests.get(RunningHub.URL + "?topic=a", TOKEN)}) {
            Answer answer = gateway.exchange(request).isProblem(503, "keys");
            assertThat(answer.header("Retry-After")).matches("[5-9]|10");
        }
    }

    @Test
    void shouldOpenNoStreamForWhoHasLeftMeanwhile() throws Exception {
        try (RawClient subscriber = gateway.connect()) {
            subscriber.get(RunningHub.URL + "?topic=a", TOKEN);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            subscriber.reset();
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
        mayAnswer.countDown();
        gateway.open(RunningHub.URL + "?topic=a", TOKEN).close();
        assertThat(gateway.metric("sse_connections_opened_total")).isEqualTo(1);
    }
}
