package io.ssegateway.auth;

import static io.ssegateway.config.JwtAlgorithm.EDDSA;
import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.TestTicker;
import io.ssegateway.testing.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When keys are fetched, and what counts in between; the test has the clock and answers the fetches. */
class JwksTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final List<CompletableFuture<JwkSet>> fetches = new ArrayList<>();
    private final TokenVerifier verifier = new JwtVerifier(
            new Jwks(this::fetch, new TestTicker(nanos::get)),
            SignatureCheck.INLINE,
            new Claims(ConfigLoader.defaults().auth().jwt(), InstantSource.fixed(Tokens.NOW)));

    private synchronized CompletableFuture<JwkSet> fetch() {
        fetches.add(new CompletableFuture<>());
        return fetches.get(fetches.size() - 1);
    }

    @Test
    void shouldFetchWhenATokenNeedsIt() {
        assertThat(fetches).isEmpty();
        CompletableFuture<Grants> first = verify("a");
        CompletableFuture<Grants> second = verify("a");
        assertThat(fetches).hasSize(1);
        assertThat(first).isNotDone();

        answer("a");

        assertThat(first.join().publish()).hasSize(1);
        assertThat(second.join().publish()).hasSize(1);
        assertThat(verify("a")).isCompleted();
        assertThat(fetches).hasSize(1);
    }

    @Test
    void shouldFollowARotation() {
        know("a");
        pass(Jwks.MIN_INTERVAL);
        CompletableFuture<Grants> rotated = verify("b");
        assertThat(fetches).hasSize(2);
        assertThat(verify("a")).isCompleted();

        answer("b");

        assertThat(rotated).isCompleted();
        assertThat(verify("b")).isCompleted();
        assertThat(failure(verify("a"))).isInstanceOf(InvalidTokenException.class);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void shouldBoundTheFetchesForUnknownKeys() {
        know("a");

        assertThat(failure(verify("b"))).isInstanceOf(InvalidTokenException.class);
        pass(Jwks.MIN_INTERVAL.minusNanos(1));
        assertThat(failure(verify("c"))).isInstanceOf(InvalidTokenException.class);
        assertThat(fetches).hasSize(1);
        pass(Duration.ofNanos(1));
        assertThat(verify("d")).isNotDone();
        assertThat(fetches).hasSize(2);
        pass(Jwks.MIN_INTERVAL);
        assertThat(verify("e")).isNotDone();
        assertThat(fetches).as("one under way is enough").hasSize(2);
    }

    @Test
    void shouldShareOneFetchAmongThreads() throws Exception {
        know("a");
        pass(Jwks.MIN_INTERVAL);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<CompletableFuture<Grants>>> tokens = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String kid = "unknown " + i;
                tokens.add(threads.submit(() -> {
                    start.await();
                    return verify(kid);
                }));
            }
            start.countDown();
            for (Future<CompletableFuture<Grants>> token : tokens) {
                assertThat(token.get()).isNotDone();
            }
            assertThat(fetches).hasSize(2);

            answer("a");

            for (Future<CompletableFuture<Grants>> token : tokens) {
                assertThat(failure(token.get())).isInstanceOf(InvalidTokenException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldRefreshInTheBackground() {
        know("a");
        pass(Jwks.REFRESH_AFTER);
        assertThat(verify("a")).isCompleted();
        assertThat(fetches).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(verify("a")).isCompleted();
        assertThat(fetches).hasSize(2);

        answer("b");
        assertThat(failure(verify("a"))).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void shouldKeepKnownKeysForATimeWhileTheyCannotBeFetched() {
        know("a");
        pass(Jwks.MAX_AGE);
        assertThat(verify("a")).isCompleted();
        fail();
        assertThat(verify("a")).isCompleted();
        assertThat(failure(verify("b"))).isExactlyInstanceOf(KeysUnavailableException.class);

        pass(Duration.ofNanos(1));
        assertThat(failure(verify("a"))).isExactlyInstanceOf(KeysUnavailableException.class);
        assertThat(fetches).hasSize(2);

        pass(Jwks.MIN_INTERVAL);
        CompletableFuture<Grants> patient = verify("a");
        answer("a");
        assertThat(patient).isCompleted();
        assertThat(verify("a")).isCompleted();
    }

    @Test
    void shouldNotHammerAPlaceThatIsOut() {
        CompletableFuture<Grants> first = verify("a");
        fail();

        assertThat(failure(first)).isExactlyInstanceOf(KeysUnavailableException.class);
        for (int i = 0; i < 100; i++) {
            assertThat(failure(verify("a"))).isExactlyInstanceOf(KeysUnavailableException.class);
        }
        assertThat(fetches).hasSize(1);

        pass(Jwks.MIN_INTERVAL);
        CompletableFuture<Grants> later = verify("a");
        answer("a");
        assertThat(later).isCompleted();
    }

    @Test
    void shouldNotAskForTokensWhoseFormIsWrong() {
        assertThat(failure(verifier.verify(TestVerifier.CLIENT, "a.b.c").toCompletableFuture()))
                .isExactlyInstanceOf(InvalidTokenException.class);
        assertThat(fetches).isEmpty();
    }

    @Test
    void shouldTakeASetWithoutKeysForWhatItSays() {
        know("a");
        pass(Jwks.MIN_INTERVAL);
        CompletableFuture<Grants> unknown = verify("b");
        answer();

        assertThat(failure(unknown)).isExactlyInstanceOf(InvalidTokenException.class);
        assertThat(failure(verify("a"))).isExactlyInstanceOf(InvalidTokenException.class);
    }

    private void know(String name) {
        verify(name);
        answer(name);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private CompletableFuture<Grants> verify(String name) {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + name + "\"}";
        return verifier.verify(TestVerifier.CLIENT, token(header, EDDSA, name, PAYLOAD))
                .toCompletableFuture();
    }

    private void answer(String... names) {
        List<VerificationKey> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(PublicKeys.forAll(name, Tokens.pair(EDDSA, name).getPublic()));
        }
        fetches.get(fetches.size() - 1).complete(new JwkSet(keys, keys.toString()));
    }

    private void fail() {
        fetches.get(fetches.size() - 1).completeExceptionally(new IllegalStateException("out"));
    }

    private static Throwable failure(CompletableFuture<Grants> grants) {
        assertThat(grants).isCompletedExceptionally();
        return grants.handle((read, failure) -> failure).join();
    }
}
