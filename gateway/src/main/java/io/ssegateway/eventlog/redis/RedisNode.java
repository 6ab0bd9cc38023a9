package io.ssegateway.eventlog.redis;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.ssegateway.eventlog.AvailabilityMonitor;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RecentEntries;
import io.ssegateway.eventlog.redis.NodeState.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's three connections: one for commands, whose heartbeat also shows whether Redis can be written, one on
 * which the tail waits for new entries, and one for reads. A tick every quarter of the timeout sends the heartbeat and
 * checks for overdue answers, so that a Redis that stopped answering is noticed within the timeout, even if nothing is
 * published.
 *
 * <p>Changes of the first two are the events of a {@link NodeState}, which says whether the log can be used. Works on
 * one thread; {@link #commands}, {@link #reads}, {@link #problem} and {@link #size} are for any.
 */
final class RedisNode {
    private static final Logger LOG = LogManager.getLogger();

    private final EventExecutor thread;
    private final RedisAdvice advice;
    private final LogKeys keys;
    private final String where;
    private final NodeTails tails;
    private final NodeHeartbeat heartbeat;
    private final BiFunction<Connection, Position, CompletionStage<RecentEntries>> recent;
    private final Duration quarter;
    private final ReconnectingConnection commands;
    private final LogFollower tail;
    private final ReadQueue reads;
    private final AvailabilityMonitor availability;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private volatile Size size = new Size(0, 0);
    private boolean isBeginning;
    private NodeState state = NodeState.STARTING;
    private @Nullable Future<?> ticks;

    /**
     * @param where the Redis that is spoken of to the operator, without its password
     * @param recent reads the newest entries up to a position
     */
    RedisNode(
            RedisServer server,
            LogKeys keys,
            String where,
            NodeTails tails,
            NodeHeartbeat heartbeat,
            BiFunction<Connection, Position, CompletionStage<RecentEntries>> recent,
            Duration timeout) {
        this.thread = server.thread();
        this.advice = server.advice();
        this.keys = keys;
        this.where = "The event log in Redis (" + where + ") is ";
        this.tails = tails;
        this.heartbeat = heartbeat;
        this.recent = recent;
        this.quarter = timeout.dividedBy(4);
        this.commands = new ReconnectingConnection(server, thread, timeout, this::load, this::commandsChanged);
        this.tail = new LogFollower(server, thread, timeout, keys.stream(), tails, quarter, this::tailChanged);
        this.reads = new ReadQueue(server, thread, keys, timeout);
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
        on(tail.isUp() ? Event.TAIL_UP : Event.TAIL_DOWN, tail.problem());
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

    /** The connection for reads. */
    ReadQueue reads() {
        return reads;
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
        reads.check();
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
            Connection connection = commands.connection();
            if (connection != null && !isBeginning) {
                isBeginning = true;
                advice.look(connection);
                recent.apply(connection, answer.last())
                        .whenComplete((entries, failure) -> thread.execute(() -> begin(answer, entries)));
            }
            return;
        }
        tail.marked(answer);
    }

    /** @param entries the newest; null if they could not be read */
    private void begin(NodeHeartbeat.Answer answer, @Nullable RecentEntries entries) {
        if (state == NodeState.CLOSED) {
            return;
        }
        if (entries != null) {
            tails.remember(entries);
        }
        tails.begin(answer.last(), answer.lastPublic(), answer.mark());
        tail.begin(answer.last());
        reads.connect();
    }

    /** Ends all connections and the ticks; completes when that is done. */
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
        reads.close();
        on(Event.CLOSE, LogUnavailableException.CLOSED);
        closed.complete(null);
    }
}
