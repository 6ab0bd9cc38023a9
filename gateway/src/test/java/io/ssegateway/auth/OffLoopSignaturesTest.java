package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.testing.TestTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OffLoopSignaturesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Jws PARTS = new Jws(JwtAlgorithm.ES256, null, new byte[0], new byte[0], new byte[] {1});

    private final AtomicLong nanos = new AtomicLong();
    private Instant now = Instant.EPOCH;
    private final OffLoopSignatures signatures = new OffLoopSignatures(PATIENCE, () -> now, new TestTicker(nanos::get));
    private final AtomicInteger checks = new AtomicInteger();

    /** A key that is asked on the signatures' threads whether a token is signed with it. */
    private VerificationKey key(BooleanSupplier isSigned) {
        JWSVerifier verifier = new JWSVerifier() {
            @Override
            public boolean verify(JWSHeader header, byte[] input, Base64URL signature) {
                assertThat(Thread.currentThread().getName()).isEqualTo("token-verifier");
                assertThat(Thread.currentThread().isDaemon()).isTrue();
                checks.incrementAndGet();
                return isSigned.getAsBoolean();
            }

            @Override
            public Set<JWSAlgorithm> supportedJWSAlgorithms() {
                return Set.of(JWSAlgorithm.ES256);
            }

            @Override
            public JCAContext getJCAContext() {
                return new JCAContext();
            }
        };
        return new VerificationKey(null, Set.of(JwtAlgorithm.ES256), verifier);
    }

    private void check(String token, VerificationKey key) {
        assertThat(signatures
                        .check(TestVerifier.CLIENT, token, PARTS, key, () -> Grants.ANONYMOUS)
                        .toCompletableFuture())
                .succeedsWithin(PATIENCE);
    }

    @Test
    void shouldCheckATokenOnceForEachKeyThatHasSignedIt() {
        VerificationKey key = key(() -> true);
        check("a", key);
        check("a", key);
        assertThat(checks).hasValue(1);

        check("b", key);
        assertThat(checks).hasValue(2);

        check("a", key(() -> true)); // The set of keys was fetched again.
        assertThat(checks).hasValue(3);
    }

    @Test
    void shouldRefuseATokenThatIsSignedWrongEachTime() {
        VerificationKey key = key(() -> false);

        for (int i = 1; i <= 2; i++) {
            assertThat(signatures
                            .check(TestVerifier.CLIENT, "a", PARTS, key, () -> Grants.ANONYMOUS)
                            .toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InvalidTokenException.class);
            assertThat(checks).hasValue(i);
        }
    }

    @Test
    void shouldNotTakeAnotherKeysSignature() {
        check("a", key(() -> true));

        assertThat(signatures
                        .check(TestVerifier.CLIENT, "a", PARTS, key(() -> false), () -> Grants.ANONYMOUS)
                        .toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidTokenException.class);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void shouldForgetATokenAfterAnHourOrWhenItExpires() {
        VerificationKey key = key(() -> true);
        check("a", key);
        pass(Duration.ofMinutes(60).minusMillis(1));
        check("a", key);
        assertThat(checks).hasValue(1);
        pass(Duration.ofMillis(1));
        check("a", key);
        assertThat(checks).hasValue(2);

        Grants brief = new Grants(List.of(), List.of(), null, now.plusSeconds(9), null, null);
        signatures
                .check(TestVerifier.CLIENT, "b", PARTS, key, () -> brief)
                .toCompletableFuture()
                .join();
        pass(Duration.ofSeconds(9));
        check("b", key);
        assertThat(checks).hasValue(4);
    }

    @Test
    void shouldReadWhatATokenSaysEachTimeAndRememberNoneThatFails() {
        VerificationKey key = key(() -> true);
        Supplier<Grants> fails = () -> {
            throw new InvalidTokenException("The token has expired (exp).");
        };
        for (int i = 1; i <= 2; i++) {
            assertThat(signatures
                            .check(TestVerifier.CLIENT, "a", PARTS, key, fails)
                            .toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InvalidTokenException.class);
            assertThat(checks).hasValue(i);
        }
        check("a", key);
        assertThat(checks).hasValue(3);
        assertThat(signatures.check(TestVerifier.CLIENT, "a", PARTS, key, fails).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidTokenException.class);
        assertThat(checks).hasValue(3);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSendAwayThoseWhoWouldWaitForLong() {
        CountDownLatch go = new CountDownLatch(1);
        VerificationKey key = key(() -> awaited(go));
        List<CompletionStage<Grants>> taken = new ArrayList<>();
        CompletionStage<Grants> last;
        do {
            last = signatures.check(TestVerifier.CLIENT, "token " + taken.size(), PARTS, key, () -> Grants.ANONYMOUS);
            taken.add(last);
        } while (!last.toCompletableFuture().isDone());

        assertThat(last.toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TokenQueueFullException.class);
        go.countDown();
        assertThat(taken.get(0).toCompletableFuture()).succeedsWithin(PATIENCE);
    }
}
