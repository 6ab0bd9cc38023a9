package io.ssegateway.endpoint;

import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.auth.webhook.WebhookUnavailableException;
import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The streams that opened while the webhook was unavailable, until it has decided about each. One question at a time
 * checks whether it is back; then all streams are checked, some at once, so that thousands of them neither flood the
 * service nor reconnect together. A closed stream is dropped. Safe for any thread.
 */
public final class ProvisionalStreams {
    /** Concurrent questions once the service is back; fewer than the limit, so that new streams get their share. */
    private static final int AT_ONCE = 32;

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Logger LOG = LogManager.getLogger();

    private final EventExecutor executor;

    // All below belongs to the executor.
    private final Map<Subscriber, Supplier<CompletionStage<Optional<CloseReason>>>> waiting = new LinkedHashMap<>();
    private int underWay;
    private boolean isBack;
    private boolean isLogged;
    private boolean isScheduled;

    /** @param executor where the book is kept; nothing blocks it */
    public ProvisionalStreams(EventExecutor executor) {
        this.executor = executor;
    }

    /**
     * Adds a stream to be checked again.
     *
     * @param question asks the webhook; returns why the stream must end, empty if it may stay
     */
    void add(Subscriber stream, Supplier<CompletionStage<Optional<CloseReason>>> question) {
        run(() -> {
            if (!isLogged) {
                isLogged = true; // Once an absence, however many streams come and go in it.
                LOG.warn("The webhook is unavailable; new streams get only public updates (auth.webhook.fail-open)");
            }
            waiting.put(stream, question);
            // Told at once if it has closed already.
            stream.channel().closeFuture().addListener(closed -> run(() -> waiting.remove(stream)));
            schedule();
        });
    }

    private void schedule() {
        if (!isScheduled && !waiting.isEmpty()) {
            isScheduled = true;
            executor.schedule(this::turn, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void turn() {
        isScheduled = false;
        List<Subscriber> next = new ArrayList<>();
        for (Subscriber stream : waiting.keySet()) {
            if (underWay + next.size() == (isBack ? AT_ONCE : 1)) {
                break;
            }
            next.add(stream);
        }
        next.forEach(this::ask);
        schedule();
    }

    private void ask(Subscriber stream) {
        Supplier<CompletionStage<Optional<CloseReason>>> question = waiting.remove(stream);
        if (question != null) {
            underWay++;
            question.get()
                    .whenComplete((answer, failure) -> run(() -> {
                        underWay--;
                        if (failure != null && mayBeAskedLater(failure)) {
                            isBack = false;
                            askLater(stream, question);
                        } else {
                            isBack = true;
                            // A failure ends the stream: a new one would fail too, and its client reconnects later.
                            decide(stream, failure == null ? answer : Optional.of(CloseReason.WEBHOOK_DENIED));
                        }
                    }));
        }
    }

    private void askLater(Subscriber stream, Supplier<CompletionStage<Optional<CloseReason>>> question) {
        if (stream.channel().isActive()) {
            waiting.put(stream, question);
            schedule();
        }
    }

    private void decide(Subscriber stream, Optional<CloseReason> end) {
        end.ifPresent(stream::end);
        if (waiting.isEmpty() && underWay == 0) {
            isBack = false;
            isLogged = false;
            LOG.info("The webhook has decided about all streams that opened while it was unavailable");
        }
    }

    private static boolean mayBeAskedLater(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebhookUnavailableException unavailable && unavailable.why() != Cause.FAILURE;
    }

    /** Runs a task on the executor, unless the gateway has stopped: then it is not needed. */
    private void run(Runnable task) {
        if (!executor.isShuttingDown()) {
            executor.execute(task);
        }
    }
}
