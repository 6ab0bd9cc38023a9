package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's two connections: one for commands, whose pulse also says whether Redis can be written, and one on which the tail
 * waits for what is appended. A tick a quarter of the timeout apart sends the pulse and looks for answers that are overdue, so that
 * a Redis that stopped answering is noticed within the timeout, also when nothing is published.
 *
 * <p>Works on one thread; {@link #commands} and {@link #size} are for any.
 */
final class Session {
    private static final Logger LOG = LogManager.getLogger();

    private static final int ENTRIES_PER_READ = 512;

    private final EventExecutor thread;
    private final RedisAdvice advice;
    private final LogKeys keys;
    private final Tails tails;
    private final NodeHeartbeat pulse;
    private final Duration quarter;
    private final Link commands;
    private final Link tail;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private volatile Size size = new Size(0, 0);
    /** What the tail has read, whether it was an update or not. */
    private Position read = Position.ORIGIN;
    /** A mark that counts when the tail has read what there was when it was issued. */
    private NodeHeartbeat.@Nullable Answer marked;

    private @Nullable Future<?> ticks;

    Session(RedisServer server, LogKeys keys, Tails tails, NodeHeartbeat pulse, Outage outage, Duration timeout) {
        this.thread = server.thread();
        this.advice = server.advice();
        this.keys = keys;
        this.tails = tails;
        this.pulse = pulse;
        this.quarter = timeout.dividedBy(4);
        this.commands =
                new Link(server, thread, timeout, outage, Outage.Part.COMMANDS, link -> load(link), why -> failed(why));
        this.tail =
                new Link(server, thread, timeout, outage, Outage.Part.TAIL, link -> greet(link), why -> failed(why));
    }

    /** Connects. Completes when updates can be taken for the first time, or when the first attempt has failed; it goes on trying then. */
    CompletableFuture<Void> begin() {
        thread.execute(() -> {
            commands.connect();
            ticks = thread.scheduleAtFixedRate(
                    this::tick, quarter.toMillis(), quarter.toMillis(), TimeUnit.MILLISECONDS);
        });
        return begun;
    }

    /** The connection for commands; null while there is none. */
    @Nullable
    Connection commands() {
        return commands.connection();
    }

    Size size() {
        return size;
    }

    /** So many events are known to be there now. */
    void sized(long events) {
        size = new Size(events, size.bytes());
    }

    /** A command has failed: looks at once whether it is the connection. */
    void doubt() {
        thread.execute(this::tick);
    }

    private void tick() {
        commands.check();
        tail.check();
        if (commands.connection() != null) {
            beat(commands);
        }
    }

    private void load(Link link) {
        link.ask(
                connection -> Script.loadAll(connection, keys.stream())
                        .thenCompose(loaded -> pulse.send(connection, tails.told(), tails.mark())),
                this::pulsed);
    }

    private void beat(Link link) {
        link.ask(connection -> pulse.send(connection, tails.told(), tails.mark()), this::pulsed);
    }

    private void pulsed(NodeHeartbeat.Answer answer) {
        size = answer.size();
        if (answer.behind()) {
            LOG.warn(
                    "Redis has lost updates that were delivered already, up to {}, perhaps by a failover; going on behind them",
                    answer.last());
        }
        if (!tails.hasBegun()) {
            read = answer.last();
            tails.mark(answer.mark());
            tails.begin(answer.last(), answer.lastPublic());
            tail.connect();
            Connection connection = commands.connection();
            if (connection != null) {
                advice.look(connection);
            }
            return;
        }
        marked = marked == null ? answer : marked;
        takeMark();
    }

    private void takeMark() {
        NodeHeartbeat.Answer answer = marked;
        if (answer != null && read.covers(answer.last())) {
            marked = null;
            tails.mark(answer.mark());
        }
    }

    private void greet(Link link) {
        link.ask(connection -> connection.commands().ping(), pong -> {
            begun.complete(null);
            readOn();
        });
    }

    @SuppressWarnings("unchecked") // The driver's varargs are generic; an array of one is made here.
    private void readOn() {
        tail.ask(
                connection -> connection
                        .commands()
                        .xread(
                                XReadArgs.Builder.block(quarter.toMillis()).count(ENTRIES_PER_READ),
                                StreamOffset.from(keys.stream(), read.toString())),
                this::arrived);
    }

    private void arrived(@Nullable List<StreamMessage<String, String>> messages) {
        if (messages != null && !messages.isEmpty()) {
            tails.tell(EntryCodec.decode(messages));
            read = EntryCodec.position(messages.get(messages.size() - 1).getId());
            takeMark();
        }
        readOn();
    }

    private void failed(String why) {
        tails.giveUp(why);
        begun.completeExceptionally(new LogUnavailableException(why));
    }

    /** Ends both connections and the ticks; completes when that is done. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        thread.execute(() -> {
            if (ticks != null) {
                ticks.cancel(false);
            }
            Connection connection = commands.connection();
            if (connection != null) {
                pulse.leave(connection).whenComplete((left, failure) -> thread.execute(() -> end(closed)));
                thread.schedule(() -> end(closed), quarter.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                end(closed);
            }
        });
        return closed;
    }

    private void end(CompletableFuture<Void> closed) {
        commands.close();
        tail.close();
        tails.giveUp("The event log is closed.");
        closed.complete(null);
    }
}
