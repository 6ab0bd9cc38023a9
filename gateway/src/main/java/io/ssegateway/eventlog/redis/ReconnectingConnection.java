package io.ssegateway.eventlog.redis;

import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.config.Reason;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that is made anew whenever it fails. It fails when it is lost, and when a question is not
 * answered in time: a half-open connection looks like a quiet one until somebody asks. Redis answers in order, so that
 * one question vouches for all that was sent before it.
 *
 * <p>It is up from its first answer on, until it fails. Everything but {@link #connection} happens on one thread.
 */
final class ReconnectingConnection {
    private static final Logger LOG = LogManager.getLogger();

    private final Supplier<CompletionStage<Connection>> connector;
    private final EventExecutor thread;
    private final Duration timeout;
    private final Runnable connected;
    private final Runnable changed;

    /** Whether it may be used is said by {@link #connection}; this one may still be tried out. */
    private @Nullable Connection current;

    private volatile @Nullable Connection ready;
    private String problem = "it has not answered yet";
    private boolean asked;
    private long askedNanos;
    private boolean closed;

    /**
     * A connection that is not made yet.
     *
     * @param timeout how long to connect may take, and how late it may be noticed that there is no answer
     * @param connected asks the first question
     * @param changed is told that it is up, or that it or an attempt at it has failed
     */
    ReconnectingConnection(
            RedisServer server, EventExecutor thread, Duration timeout, Runnable connected, Runnable changed) {
        this.connector = server.connector();
        this.thread = thread;
        this.timeout = timeout;
        this.connected = connected;
        this.changed = changed;
    }

    /** The connection while it is up, else null. For any thread. */
    @Nullable
    Connection connection() {
        return ready;
    }

    /** Why it is not up, or was not the last time. */
    String problem() {
        return problem;
    }

    void connect() {
        if (closed) {
            return;
        }
        connector
                .get()
                .whenComplete((made, failure) -> thread.execute(() -> {
                    if (failure != null) {
                        failed(Reason.of(failure));
                    } else if (closed) {
                        made.close();
                    } else {
                        current = made;
                        made.onLost(() -> thread.execute(() -> giveUp(made, "the connection was lost")));
                        connected.run();
                    }
                }));
    }

    /** Asks Redis something, if there is a connection and no question open; a failure gives the connection up. */
    <T> void ask(Function<Connection, CompletionStage<T>> question, Consumer<T> answered) {
        Connection connection = current;
        if (connection == null || asked) {
            return;
        }
        asked = true;
        askedNanos = System.nanoTime();
        question.apply(connection)
                .whenComplete((answer, failure) -> thread.execute(() -> {
                    if (!connection.equals(current)) {
                        return;
                    }
                    asked = false;
                    if (failure == null) {
                        take(connection, answer, answered);
                    } else {
                        giveUp(connection, Reason.of(failure));
                    }
                }));
    }

    /** A fault of ours must not end the questions: a new connection begins anew with them. */
    private <T> void take(Connection connection, T answer, Consumer<T> answered) {
        try {
            if (ready == null) {
                ready = connection;
                changed.run();
            }
            answered.accept(answer);
        } catch (RuntimeException fault) {
            LOG.error("An answer of Redis could not be processed", fault);
            giveUp(connection, "an answer of Redis could not be processed: " + Reason.of(fault));
        }
    }

    /** Gives the connection up if its answer is overdue. */
    void check() {
        Connection connection = current;
        if (connection != null && asked && System.nanoTime() - askedNanos > timeout.toNanos() * 5 / 8) {
            giveUp(connection, "no answer in time");
        }
    }

    private void giveUp(Connection connection, String why) {
        if (connection.equals(current)) {
            current = null;
            ready = null;
            asked = false;
            failed(why);
            connection.close();
        }
    }

    private void failed(String why) {
        if (!closed) {
            problem = why;
            changed.run();
            thread.schedule(this::connect, timeout.toMillis() / 4, TimeUnit.MILLISECONDS);
        }
    }

    void close() {
        closed = true;
        ready = null;
        Connection connection = current;
        current = null;
        if (connection != null) {
            connection.close();
        }
    }
}
