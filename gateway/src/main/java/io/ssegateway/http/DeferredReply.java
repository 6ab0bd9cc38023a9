package io.ssegateway.http;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Waits for what a reply depends on, one step after the other. Until the last one has replied no other request of the
 * connection begins. Belongs to the connection's event loop; a stage may complete on any thread.
 */
final class DeferredReply {
    private final Channel channel;
    private final Reply reply;
    private final UnaryOperator<Throwable> failures;
    /** Steps that wait; a step may begin the next one. */
    private int waiting;

    /** @param failures makes a {@link Problem} of a failure, or leaves it as it is */
    DeferredReply(Channel channel, Reply reply, UnaryOperator<Throwable> failures) {
        this.channel = channel;
        this.reply = reply;
        this.failures = failures;
    }

    /** As {@link Exchange#when(CompletionStage, Consumer, Consumer)}. */
    <T> void when(CompletionStage<T> stage, Consumer<T> then, Consumer<Unavailable> otherwise) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (future.isDone()) {
            proceed(future, then, otherwise);
            return;
        }
        if (waiting++ == 0) {
            channel.pipeline().fireUserEventTriggered(ExchangeEvent.PENDING);
        }
        // A loop that has stopped takes no task, and has no client any more.
        future.whenComplete((value, failure) -> channel.eventLoop().execute(() -> goOn(future, then, otherwise)));
    }

    private <T> void goOn(CompletableFuture<T> done, Consumer<T> then, Consumer<Unavailable> otherwise) {
        try {
            if (channel.isActive()) {
                proceed(done, then, otherwise);
            }
        } catch (RuntimeException | Error fault) {
            reply.fail(fault);
        }
        if (--waiting == 0) {
            channel.pipeline().fireUserEventTriggered(ExchangeEvent.DONE);
        }
    }

    private <T> void proceed(CompletableFuture<T> done, Consumer<T> then, Consumer<Unavailable> otherwise) {
        T value;
        try {
            value = value(done);
        } catch (Unavailable away) {
            otherwise.accept(away);
            return;
        }
        then.accept(value);
    }

    private <T> T value(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException failure) {
            Throwable cause = failures.apply(failure.getCause());
            throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
        }
    }
}
