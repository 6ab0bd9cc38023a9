package io.ssegateway.auth;

import static io.ssegateway.config.JwtAlgorithm.EDDSA;
import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import io.ssegateway.config.JwtConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.Tokens;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a server, good and bad. */
class JwksEndpointTest {

    private static final String SET = JwkSetTest.json(JwkSetTest.jwk(EDDSA, "a", ""));
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger requests = new AtomicInteger();

    @AutoClose
    private final WebServer server = WebServer.start();

    private URI uri = server.uri("/jwks.json?secret=x");

    @Test
    void shouldVerifyTokensOfBothRolesWithOneFetch() throws Exception {
        serve(exchange -> WebServer.answer(exchange, 200, SET));
        TokenVerifiers verifiers = TokenVerifiers.of(config(), Duration.ofSeconds(10));

        assertThat(verify(verifiers.publisher(), "a").get(10, TimeUnit.SECONDS).publish())
                .hasSize(1);
        assertThat(verify(verifiers.subscriber(), "a")).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldShareOneFetchAmongAHundredUnknownNames() {
        CountDownLatch go = new CountDownLatch(1);
        serve(exchange -> {
            awaitUninterruptibly(go);
            WebServer.answer(exchange, 200, SET);
        });
        TokenVerifier verifier =
                TokenVerifiers.of(config(), Duration.ofSeconds(10)).subscriber();

        List<CompletableFuture<Grants>> tokens = IntStream.range(0, 100)
                .mapToObj(i -> verify(verifier, "unknown " + i))
                .toList();
        CompletableFuture<Grants> good = verify(verifier, "a");
        assertThat(tokens).noneMatch(CompletableFuture::isDone);
        go.countDown();

        await().until(() -> good.isDone() && tokens.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(good).isCompleted();
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldSayThatKeysAreUnavailableRatherThanTheTokenInvalid() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            uri = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
        }
        CompletableFuture<Grants> token =
                verify(TokenVerifiers.of(config(), Duration.ofSeconds(10)).publisher(), "a");

        await().until(token::isDone);
        assertThat(token.handle((grants, failure) -> failure).join())
                .isExactlyInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void shouldTellWhereWithoutWhatMayBeSecret() {
        assertThat(new JwksEndpoint(uri)).asString().endsWith("/jwks.json").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 400, 401, 404, 500, 503})
    void shouldTakeNoOtherStatusAndFollowNowhere(int status) {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "/jwks.json");
            WebServer.answer(exchange, status, status == 204 ? "" : SET);
        });

        assertThat(failure(LONG)).hasMessageContaining("it answers " + status);
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "<html></html>", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"RSA\"}]"})
    void shouldRefuseGarbage(String body) {
        serve(exchange -> WebServer.answer(exchange, 200, body));

        assertThat(failure(LONG)).hasMessageContaining("is not a JWK set");
    }

    @Test
    void shouldTakeWhatJustFitsAndNoMore() throws Exception {
        String padded = SET + " ".repeat(JwksEndpoint.MAX_BYTES - SET.length());
        AtomicInteger more = new AtomicInteger();
        serve(exchange -> WebServer.answer(exchange, 200, padded + " ".repeat(more.get())));

        assertThat(fetch(LONG).get(10, TimeUnit.SECONDS).keys()).hasSize(1);
        more.set(1);
        assertThat(failure(LONG)).hasMessageContaining("more bytes than a JWK set needs");
    }

    @Test
    void shouldStopReadingAnAnswerWithoutEnd() {
        CountDownLatch cut = new CountDownLatch(1);
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(spaces);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });

        assertThat(failure(LONG)).hasMessageContaining("more bytes than a JWK set needs");
        await().until(() -> cut.getCount() == 0);
    }

    @Test
    void shouldNotWaitForAServerThatDoesNotAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        serve(exchange -> awaitUninterruptibly(never));

        assertThat(failure(Duration.ofMillis(200))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldNotWaitForABodyThatStops() {
        CountDownLatch never = new CountDownLatch(1);
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitUninterruptibly(never);
        });

        assertThat(failure(Duration.ofMillis(300))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldSurviveAConnectionThatIsCut() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, SET.length());
            exchange.getResponseBody().write(SET.getBytes(StandardCharsets.UTF_8), 0, 10);
            exchange.close();
        });

        assertThat(failure(LONG)).isInstanceOf(IOException.class);
    }

    private JwtConfig config() {
        return Tokens.config(
                ConfigLoader.defaults().auth().jwt().publisher(),
                ConfigLoader.defaults().auth().jwt().publisher(),
                uri.toString());
    }

    private void serve(HttpHandler handler) {
        server.serve("/jwks.json", exchange -> {
            requests.incrementAndGet();
            handler.handle(exchange);
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<JwkSet> fetch(Duration timeout) {
        return new JwksEndpoint(uri, timeout).get();
    }

    private Throwable failure(Duration timeout) {
        try {
            throw new AssertionError("fetched " + fetch(timeout).get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<Grants> verify(TokenVerifier verifier, String name) {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + name + "\"}";
        return verifier.verify(TestVerifier.CLIENT, token(header, EDDSA, name.equals("a") ? "a" : "b", PAYLOAD))
                .toCompletableFuture();
    }
}
