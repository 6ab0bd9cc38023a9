package io.ssegateway.eventlog.redis;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.Reason;
import io.ssegateway.config.RedisLogConfig;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * The event log that gateways share: one stream in Redis, whose clock and order all gateways share. An update is
 * accepted when Redis has it and this node's tail has got it. Updates of other nodes arrive by the tail as well, so the
 * streams of all nodes get the same in the same order.
 *
 * <p>While Redis cannot be reached or written nothing is queued: appending and reading fail at once. Updates in
 * progress at that time may or may not be in the log; a publisher can safely repeat them with ids of its own.
 *
 * <p>Limits are approximate, because Redis drops entries in blocks: by {@code log.max-events} at every append, by
 * {@code log.max-age}, by Redis' clock, a few times a second. Stages complete on threads of the driver, which must not
 * be blocked.
 */
final class RedisEventLog implements EventLog {
    /** For how long a publisher's id is known where updates have no age. */
    private static final Duration LONGEST_MEMORY = Duration.ofDays(7);

    /** How Redis begins its answer to a user or password that is wrong or missing. */
    private static final Pattern WRONG_CREDENTIALS = Pattern.compile("WRONGPASS|NOAUTH");

    private static final long CLOSE_SECONDS = 2;
    /** In timeouts; a node's heart beats four times in each. */
    private static final int NODE_EXPIRY = 4;

    private final LogKeys keys;
    private final String nodeName;
    private final String maxEvents;
    private final String memoryMillis;
    private final long patienceMillis;
    private final NodeTails tails = new NodeTails();
    private final NodeHeartbeat heartbeat;
    private final RedisServer server;
    private final RedisNode node;
    private final CompletableFuture<Void> begun;
    private volatile boolean closed;

    /**
     * A log that begins to connect.
     *
     * @param server closed when the last log that it was given to is
     * @param maxEvents updates that the stream keeps, approximately
     * @param nodeName the name of this gateway
     */
    RedisEventLog(RedisServer server, LogConfig config, LogKeys keys, int maxEvents, String nodeName) {
        Duration timeout = config.redis().timeout();
        Duration maxAge = config.maxAge();
        this.server = server;
        this.keys = keys;
        this.nodeName = nodeName;
        this.maxEvents = Integer.toString(maxEvents);
        this.memoryMillis = Long.toString((maxAge.isZero() ? LONGEST_MEMORY : maxAge).toMillis());
        this.patienceMillis = timeout.toMillis();
        this.heartbeat = new NodeHeartbeat(keys, nodeName, maxAge, timeout.multipliedBy(NODE_EXPIRY));
        String where = config.redis().maskedUri() + ", stream " + keys.stream();
        this.node = new RedisNode(server, keys, where, tails, heartbeat, RecentRead.of(config, keys.stream()), timeout);
        server.use();
        this.begun = node.begin();
    }

    /**
     * Waits until Redis has answered or failed. An unreachable Redis is not an error: the log is unavailable until
     * Redis answers, and its tails begin then.
     *
     * @param deadlineNanos until when to wait, {@link System#nanoTime()}
     * @throws ConfigException if Redis rejects user and password
     */
    void awaitFirstAnswer(RedisLogConfig config, long deadlineNanos) {
        try {
            begun.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String why = Reason.of(e);
            if (WRONG_CREDENTIALS.matcher(why).lookingAt()) {
                throw new ConfigException(
                        "log.redis.uri",
                        "has a user or password that Redis rejects (" + config.maskedUri() + "): " + why);
            }
        } catch (TimeoutException e) {
            node.warnOfSilence();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        heartbeat.count(openStreams);
        return Optional.of(new SharedCluster(nodeName, keys, this::call));
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        String publishersId = update.event().id();
        List<String> scriptKeys = publishersId == null
                ? List.of(keys.stream(), keys.last(), keys.lastPublic())
                : List.of(keys.stream(), keys.last(), keys.lastPublic(), keys.id(publishersId));
        List<String> values = new ArrayList<>(List.of(maxEvents, memoryMillis));
        values.addAll(EntryCodec.encode(update));
        return call(Script.APPEND, scriptKeys, values).thenCompose(answer -> {
            Position position = EntryCodec.position((String) answer.get(0));
            String id = publishersId == null ? position.toString() : publishersId;
            node.sized((Long) answer.get(2));
            return told(position, new Appended(position, id, (Long) answer.get(1) == 1));
        });
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        EventLog.checkLimit(limit);
        return read(connection -> new PageRead(after, interest, limit, tails.end()).from(connection, keys.stream()));
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        List<String> scriptKeys = List.of(keys.stream(), keys.id(publishersId));
        return read(connection -> Script.FIND.call(connection, scriptKeys, List.of()))
                .thenCompose(answer -> {
                    if (answer.size() < 3
                            || !EntryCodec.mayRead(reader, (String) answer.get(1), (String) answer.get(2))) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    Position found = EntryCodec.position((String) answer.get(0));
                    return told(found, Optional.of(found));
                });
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        if (position.next() != null) {
            return CompletableFuture.completedStage(false);
        }
        List<String> scriptKeys = List.of(keys.stream(), keys.last());
        return read(connection -> Script.REACH.call(connection, scriptKeys, List.of()))
                .thenCompose(answer -> {
                    Position last = EntryCodec.position((String) answer.get(0));
                    boolean reached = position.epochMillis() <= (Long) answer.get(1);
                    // For updates up to there only; there is nothing to wait for in the future.
                    return reached ? soon(told(position.meet(last), true)) : CompletableFuture.completedStage(false);
                });
    }

    /** Fails if this node's tail stays behind: a stream could get what the tail has not delivered yet twice. */
    private <T> CompletionStage<T> soon(CompletionStage<T> answer) {
        return answer.toCompletableFuture()
                .orTimeout(patienceMillis, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        failure instanceof TimeoutException
                                ? new LogUnavailableException(
                                        "This gateway has not read the log in Redis yet.", failure)
                                : failure));
    }

    /** Nothing is to be done: each heartbeat brings a mark. */
    @Override
    public void mark() {}

    /** Completes once this node's tail has reached the position. */
    private <T> CompletionStage<T> told(Position position, T answer) {
        return tails.reach(position).thenApply(reached -> answer);
    }

    /** For a stream: such questions take turns, so that they keep nothing else waiting. */
    private <T> CompletionStage<T> read(Function<Connection, CompletionStage<T>> question) {
        return ask(connection -> node.reads().submit(question));
    }

    private CompletionStage<List<Object>> call(Script script, List<String> scriptKeys, List<String> values) {
        return ask(connection -> script.call(connection, scriptKeys, values));
    }

    /** Asks Redis, or fails at once if that cannot be reached. */
    private <T> CompletionStage<T> ask(Function<Connection, CompletionStage<T>> question) {
        Connection connection = node.commands();
        Optional<String> problem = problem();
        if (closed || connection == null || problem.isPresent()) {
            return CompletableFuture.failedStage(
                    new LogUnavailableException(problem.orElse(LogUnavailableException.CLOSED)));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.apply(connection).whenComplete((result, failure) -> {
            if (failure == null) {
                answer.complete(result);
            } else if (failure instanceof LogUnavailableException) {
                answer.completeExceptionally(failure);
            } else {
                answer.completeExceptionally(
                        new LogUnavailableException("Redis rejected the command: " + Reason.of(failure), failure));
                node.doubt();
            }
        });
        return answer;
    }

    @Override
    public void tail(LogTail tail) {
        tails.add(tail);
    }

    @Override
    public Size size() {
        return node.size();
    }

    @Override
    public Optional<String> problem() {
        return node.problem();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        node.close().completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        server.close();
    }
}
