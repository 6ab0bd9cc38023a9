package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class OffLoopVerifierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shouldCheckOnAnotherThread() {
        Thread caller = Thread.currentThread();
        TokenVerifier verifier = new OffLoopVerifier(token -> {
            assertThat(Thread.currentThread()).isNotSameAs(caller);
            assertThat(Thread.currentThread().isDaemon()).isTrue();
            return CompletableFuture.completedFuture(Grants.ANONYMOUS);
        });

        assertThat(verifier.verify("x").toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(Grants.ANONYMOUS);
    }

    @Test
    void shouldFailWithWhatTheOtherFailsWith() {
        InvalidTokenException refusal = new InvalidTokenException("no");
        TokenVerifier late = new OffLoopVerifier(token -> CompletableFuture.failedFuture(refusal));
        TokenVerifier thrown = new OffLoopVerifier(token -> {
            throw refusal;
        });

        for (TokenVerifier verifier : List.of(late, thrown)) {
            assertThat(verifier.verify("x").toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCause(refusal);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSendAwayWhomItCouldNotServeForLong() {
        CountDownLatch go = new CountDownLatch(1);
        TokenVerifier verifier = new OffLoopVerifier(token -> {
            awaitUninterruptibly(go);
            return CompletableFuture.completedFuture(Grants.ANONYMOUS);
        });
        List<CompletionStage<Grants>> taken = new ArrayList<>();
        CompletionStage<Grants> last;
        do {
            last = verifier.verify("x");
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
