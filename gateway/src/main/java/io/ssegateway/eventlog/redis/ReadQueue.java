package io.ssegateway.eventlog.redis;

import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.eventlog.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What streams ask the log when they open and when they catch up, on a connection of its own and a few questions at a
 * time: however many streams come back together, heartbeats, publishing and the tail wait for those few at most. The
 * others wait here, in the order in which they came. Safe for any thread.
 */
final class ReadQueue {
    /** Redis works on one at a time; more are under way so that it has the next one, and their answers take memory. */
    static final int MAX_UNDER_WAY = 8;

    /**
     * A read, and who waits for it.
     *
     * @param <T> what it answers
     */
    private record Read<T>(Function<Connection, CompletionStage<T>> question, CompletableFuture<T> answer) {}

    private final ReconnectingConnection connection;
    private final LogKeys keys;
    private final EventExecutor thread;
    // Guarded by this.
    private final Queue<Read<?>> waiting = new ArrayDeque<>();
    private int underWay;

    /** One that is not connected yet. */
    ReadQueue(RedisServer server, EventExecutor thread, LogKeys keys, Duration timeout) {
        this.connection = new ReconnectingConnection(server, thread, timeout, this::load, this::changed);
        this.keys = keys;
        this.thread = thread;
    }

    /** Connects, again and again if it must. */
    void connect() {
        connection.connect();
    }

    private void load() {
        connection.ask(up -> Script.loadAll(up, keys.stream()), loaded -> {});
    }

    private void changed() {
        if (connection.connection() == null) {
            giveUp("Redis did not do it: " + connection.problem());
        } else {
            proceed();
        }
    }

    /** Looks whether Redis still answers here; at short intervals, on the thread. */
    void check() {
        connection.check();
        if (connection.connection() != null) {
            connection.ask(up -> Script.REACH.call(up, List.of(keys.stream(), keys.last()), List.of()), answered -> {});
        }
    }

    /** Asks as soon as it is this question's turn. Fails if the connection does before. */
    <T> CompletionStage<T> submit(Function<Connection, CompletionStage<T>> question) {
        Read<T> read = new Read<>(question, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(read);
        }
        proceed();
        return read.answer;
    }

    private void proceed() {
        Connection up = connection.connection();
        if (up != null) {
            for (Read<?> next = take(); next != null; next = take()) {
                ask(next, up);
            }
        }
    }

    private synchronized @Nullable Read<?> take() {
        if (underWay == MAX_UNDER_WAY || waiting.isEmpty()) {
            return null;
        }
        underWay++;
        return waiting.remove();
    }

    private <T> void ask(Read<T> read, Connection up) {
        CompletionStage<T> asked = answer(read, up);
        boolean isLocal = asked.toCompletableFuture().isDone(); // Says nothing of the connection.
        asked.whenComplete((result, failure) -> {
            if (isAnyWaiting()) {
                thread.execute(this::proceed); // Not here: each of many that fail at once would call the next one.
            }
            if (failure == null) {
                if (!isLocal) {
                    connection.heard(); // Large pages may be on their way, one after the other.
                }
                read.answer.complete(result);
            } else {
                read.answer.completeExceptionally(failure);
            }
        });
    }

    private static <T> CompletionStage<T> answer(Read<T> read, Connection up) {
        try {
            return read.question.apply(up);
        } catch (RuntimeException | Error fault) { // Its place must become free.
            return CompletableFuture.failedStage(fault);
        }
    }

    /** One less is under way. */
    private synchronized boolean isAnyWaiting() {
        underWay--;
        return !waiting.isEmpty();
    }

    private void giveUp(String why) {
        List<Read<?>> given;
        synchronized (this) {
            given = new ArrayList<>(waiting);
            waiting.clear();
        }
        given.forEach(read -> read.answer.completeExceptionally(new LogUnavailableException(why)));
    }

    /** On the thread. */
    void close() {
        connection.close();
        giveUp(LogUnavailableException.CLOSED);
    }
}
