package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import io.ssegateway.config.JwtAlgorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class OffLoopSignaturesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Jws PARTS = new Jws(JwtAlgorithm.ES256, null, new byte[0], new byte[0], new byte[] {1});

    private final OffLoopSignatures signatures = new OffLoopSignatures();
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
        assertThat(signatures.check(token, PARTS, key).toCompletableFuture()).succeedsWithin(PATIENCE);
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
            assertThat(signatures.check("a", PARTS, key).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InvalidTokenException.class);
            assertThat(checks).hasValue(i);
        }
    }

    @Test
    void shouldNotTakeAnotherKeysSignature() {
        check("a", key(() -> true));

        assertThat(signatures.check("a", PARTS, key(() -> false)).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidTokenException.class);
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
        List<CompletionStage<Void>> taken = new ArrayList<>();
        CompletionStage<Void> last;
        do {
            last = signatures.check("token " + taken.size(), PARTS, key);
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
