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
 * A connection to Redis that reconnects whenever it fails. It fails when it is lost, or when a command is not answered
 * in time: a half-open connection looks like a quiet one until a command is sent. Redis answers in order, so one answer
 * vouches for everything sent before it.
 *
 * <p>It is up from its first answer until it fails. Everything except {@link #connection} happens on one thread.
 */
final class ReconnectingConnection {
    private static final Logger LOG = LogManager.getLogger();

    private final Supplier<CompletionStage<Connection>> connector;
    private final EventExecutor thread;
    private final Duration timeout;
    private final Runnable connected;
    private final Runnable changed;

    /** Use {@link #connection} to get a usable one; this one may still be unproven. */
    private @Nullable Connection current;

    private volatile @Nullable Connection ready;
    private String problem = "it has not answered yet";
    private boolean asked;
    private volatile long askedNanos;
    private boolean closed;

    /**
     * A connection that is not open yet.
     *
     * @param timeout the time limit for connecting, and for noticing a missing answer
     * @param connected sends the first command
     * @param changed is called when it is up, and when it or an attempt has failed
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

    /** A bug must not end the checks: a new connection starts them again. */
    private <T> void take(Connection connection, T answer, Consumer<T> answered) {
        try {
            if (ready == null) {
                ready = connection;
                changed.run();
            }
            answered.accept(answer);
        } catch (RuntimeException | Error fault) {
            LOG.error("An answer of Redis could not be processed", fault);
            giveUp(connection, "an answer of Redis could not be processed: " + Reason.of(fault));
        }
    }

    /** Something else was answered here, so that the open question only waits for its turn. For any thread. */
    void heard() {
        askedNanos = System.nanoTime();
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
