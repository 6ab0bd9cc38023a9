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
 * A connection to Redis that is made anew whenever it fails. It fails when it is lost, and when a question is not answered in
 * time: a half-open connection looks like a quiet one until somebody asks. Redis answers in order, so that one
 * question vouches for all that was sent before it.
 *
 * <p>Everything but {@link #connection} happens on one thread.
 */
final class Link {
    private static final Logger LOG = LogManager.getLogger();

    private final Supplier<CompletionStage<Connection>> connector;
    private final EventExecutor thread;
    private final Duration timeout;
    private final Outage outage;
    private final Outage.Part part;
    private final Consumer<Link> connected;
    private final Consumer<String> lost;

    /** Whether it may be used is said by {@link #connection}; this one may still be tried out. */
    private @Nullable Connection current;

    private volatile @Nullable Connection ready;
    private boolean asked;
    private long askedNanos;
    private boolean closed;

    /**
     * A link that does not connect yet.
     *
     * @param timeout   how long a connection may take, and how late it may be noticed that it does not answer
     * @param connected asks the first question on a new connection
     * @param lost      is told why the connection, or an attempt at one, has failed
     */
    Link(
            RedisServer server,
            EventExecutor thread,
            Duration timeout,
            Outage outage,
            Outage.Part part,
            Consumer<Link> connected,
            Consumer<String> lost) {
        this.connector = server.connector();
        this.thread = thread;
        this.timeout = timeout;
        this.outage = outage;
        this.part = part;
        this.connected = connected;
        this.lost = lost;
    }

    /** The connection that has answered last time; null if there is none. For any thread. */
    @Nullable
    Connection connection() {
        return ready;
    }

    void connect() {
        if (closed) {
            return;
        }
        connector
                .get()
                .whenComplete((made, failure) -> thread.execute(() -> {
                    if (failure != null) {
                        failed(why(failure));
                    } else if (closed) {
                        made.close();
                    } else {
                        current = made;
                        made.onLost(() -> thread.execute(() -> giveUp(made, "the connection was lost")));
                        connected.accept(this);
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
                        ready = connection;
                        outage.end(part);
                        take(connection, answer, answered);
                    } else {
                        giveUp(connection, why(failure));
                    }
                }));
    }

    /** A fault of ours must not end the questions: a new connection begins anew with them. */
    private <T> void take(Connection connection, T answer, Consumer<T> answered) {
        try {
            answered.accept(answer);
        } catch (RuntimeException fault) {
            LOG.error("An answer of Redis could not be used", fault);
            giveUp(connection, "an answer of Redis could not be used: " + why(fault));
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
            outage.begin(part, why);
            lost.accept(why);
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

    /** What is wrong, as the operator is told it. */
    static String why(Throwable failure) {
        return Reason.of(failure);
    }
}
