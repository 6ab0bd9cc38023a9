package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.ssegateway.eventlog.AvailabilityMonitor;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.redis.NodeState.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's two connections: one for commands, whose heartbeat also shows whether Redis can be written, and one on
 * which the tail waits for new entries. A tick every quarter of the timeout sends the heartbeat and checks for overdue
 * answers, so that a Redis that stopped answering is noticed within the timeout, even if nothing is published.
 *
 * <p>Changes of the connections are the events of a {@link NodeState}, which says whether the log can be used. Works on
 * one thread; {@link #commands}, {@link #problem} and {@link #size} are for any.
 */
final class RedisNode {
    private static final Logger LOG = LogManager.getLogger();
    private static final int ENTRIES_PER_READ = 512;

    private final EventExecutor thread;
    private final RedisAdvice advice;
    private final LogKeys keys;
    private final String where;
    private final NodeTails tails;
    private final NodeHeartbeat heartbeat;
    private final Duration quarter;
    private final ReconnectingConnection commands;
    private final ReconnectingConnection tail;
    private final AvailabilityMonitor availability;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private volatile Size size = new Size(0, 0);
    private NodeState state = NodeState.STARTING;
    /** What the tail has read, whether it was an update or not. */
    private Position read = Position.ORIGIN;
    /** A mark that is valid once the tail has read everything from before it was issued. */
    private NodeHeartbeat.@Nullable Answer marked;

    private @Nullable Future<?> ticks;

    /** @param where the Redis that is spoken of to the operator, without its password */
    RedisNode(
            RedisServer server,
            LogKeys keys,
            String where,
            NodeTails tails,
            NodeHeartbeat heartbeat,
            Duration timeout) {
        this.thread = server.thread();
        this.advice = server.advice();
        this.keys = keys;
        this.where = "The event log in Redis (" + where + ") is ";
        this.tails = tails;
        this.heartbeat = heartbeat;
        this.quarter = timeout.dividedBy(4);
        this.commands = new ReconnectingConnection(server, thread, timeout, this::load, this::commandsChanged);
        this.tail = new ReconnectingConnection(server, thread, timeout, this::greet, this::tailChanged);
        this.availability = new AvailabilityMonitor(
                "{}. Publishing is refused until it is back; streams stay open", this.where + "available again");
        availability.pending(unavailable(commands.problem()));
    }

    /** Connects. Completes when updates can be taken, or when the first attempt has failed; others follow then. */
    CompletableFuture<Void> begin() {
        thread.execute(() -> {
            commands.connect();
            ticks = thread.scheduleAtFixedRate(
                    this::tick, quarter.toMillis(), quarter.toMillis(), TimeUnit.MILLISECONDS);
        });
        return begun;
    }

    private void commandsChanged() {
        on(commands.connection() == null ? Event.COMMANDS_DOWN : Event.COMMANDS_UP, commands.problem());
    }

    private void tailChanged() {
        on(tail.connection() == null ? Event.TAIL_DOWN : Event.TAIL_UP, tail.problem());
    }

    private void on(Event event, String why) {
        state = state.after(event);
        if (state == NodeState.AVAILABLE) {
            availability.recovered();
            begun.complete(null);
            return;
        }
        String problem = unavailable(state == NodeState.TAIL_DOWN ? tail.problem() : commands.problem());
        if (event == Event.COMMANDS_UP || event == Event.TAIL_UP) {
            availability.pending(problem);
            return;
        }
        if (state != NodeState.CLOSED) {
            availability.failed(problem, null);
        }
        tails.giveUp(why);
        begun.completeExceptionally(new LogUnavailableException(why));
    }

    private String unavailable(String problem) {
        return where + "unavailable: " + problem;
    }

    /** Redis has said nothing, neither yes nor no, for so long that the gateway starts without it. */
    void warnOfSilence() {
        thread.execute(() -> {
            if (!begun.isDone()) {
                availability.failed(unavailable("no answer in time"), null);
            }
        });
    }

    /** Why the log cannot be used, in a sentence for the operator; empty while it can. */
    Optional<String> problem() {
        return availability.problem();
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

    /** A command has failed: checks at once whether the connection is the cause. */
    void doubt() {
        thread.execute(this::tick);
    }

    private void tick() {
        commands.check();
        tail.check();
        if (commands.connection() != null) {
            commands.ask(this::send, this::beaten);
        }
    }

    private void load() {
        commands.ask(
                connection -> Script.loadAll(connection, keys.stream()).thenCompose(loaded -> send(connection)),
                this::beaten);
    }

    private CompletionStage<NodeHeartbeat.Answer> send(Connection connection) {
        return heartbeat.send(connection, tails.end().position(), tails.mark());
    }

    private void beaten(NodeHeartbeat.Answer answer) {
        size = answer.size();
        if (answer.behind()) {
            LOG.warn(
                    "Redis has lost updates that were already delivered, up to {}, perhaps in a failover; resuming"
                            + " after them",
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

    private void greet() {
        tail.ask(connection -> connection.commands().ping(), pong -> readOn());
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
            tails.deliver(EntryCodec.decode(messages));
            read = EntryCodec.position(messages.get(messages.size() - 1).getId());
            takeMark();
        }
        readOn();
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
                heartbeat.leave(connection).whenComplete((left, failure) -> thread.execute(() -> end(closed)));
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
        on(Event.CLOSE, LogUnavailableException.CLOSED);
        closed.complete(null);
    }
}
