package io.ssegateway.eventlog.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A Redis, wherever its URI says that it is: one server, the master that Sentinels know, or a cluster. */
final class RedisServer implements AutoCloseable {
    /** Commands on their way, answers not in yet: more are refused. */
    private static final int MAX_UNANSWERED = 100_000;

    /** One for each connection of a log, so that the others need not wait while a page is taken apart. */
    private static final int IO_THREADS = 3;

    private static final int THREADS = 2;
    private static final long CLOSE_SECONDS = 2;
    /**
     * Without a quiet period the loops may end in the turn that they are in, before a connection that is just being
     * made is closed.
     */
    private static final long CLOSE_QUIET_MILLIS = 50;

    private final ClientResources resources;
    private final RedisAddress address;
    private final RedisAdvice advice = new RedisAdvice();
    private final List<AbstractRedisClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger users = new AtomicInteger();
    private final Map<Object, CompletableFuture<?>> connecting = new ConcurrentHashMap<>();

    RedisServer(RedisAddress address) {
        this.address = address;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(IO_THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
    }

    /**
     * A way to connect, for one connection at a time: in a cluster each asks first where the slots lie now, and the
     * connections that its client had until then do not outlive that. Connecting does not block.
     */
    Supplier<CompletionStage<Connection>> connector() {
        Supplier<CompletionStage<Connection>> connector = address.isCluster() ? clusterConnector() : singleConnector();
        return () -> {
            CompletableFuture<Connection> made = connector.get().toCompletableFuture();
            Object attempt = new Object();
            connecting.put(attempt, made);
            made.whenComplete((connection, failure) -> connecting.remove(attempt));
            return made;
        };
    }

    private Supplier<CompletionStage<Connection>> singleConnector() {
        RedisClient client = RedisClient.create(resources);
        clients.add(client);
        client.setOptions(options(ClientOptions.builder()).build());
        return () -> client.connectAsync(StringCodec.UTF8, address.uris().get(0))
                .thenApply(made -> new Connection(made, made.async()));
    }

    private Supplier<CompletionStage<Connection>> clusterConnector() {
        RedisClusterClient client = RedisClusterClient.create(resources, address.uris());
        clients.add(client);
        ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
        // Connections to its nodes are made when they are needed, and what needs them must wait for them. That is not
        // long if they fail: the next question gets no answer either, and all is closed.
        options(builder).disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
        client.setOptions(builder.build());
        return () -> client.refreshPartitionsAsync()
                .thenCompose(refreshed -> client.connectAsync(StringCodec.UTF8))
                .thenApply(made -> new Connection(made, made.async()));
    }

    /**
     * No automatic retry: a command in progress when a connection broke may have been executed, and must not be
     * repeated.
     */
    private ClientOptions.Builder options(ClientOptions.Builder builder) {
        return builder.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_UNANSWERED)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(address.timeout())
                        .build())
                .sslOptions(address.ssl());
    }

    /** Looks how Redis is set, for all that use it together. */
    RedisAdvice advice() {
        return advice;
    }

    /** One more has to close it. */
    void use() {
        users.incrementAndGet();
    }

    /** A thread for tasks that must run one after another. */
    EventExecutor thread() {
        return resources.eventExecutorGroup().next();
    }

    /** Closes all connections, when the last user does. Blocks, shortly. */
    @Override
    public void close() {
        if (users.decrementAndGet() > 0) {
            return;
        }
        // A connection that the loops' end overtakes is never closed.
        CompletableFuture.allOf(connecting.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failed -> null)
                .join();
        clients.forEach(client -> client.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS));
        resources
                .shutdown(CLOSE_QUIET_MILLIS, TimeUnit.SECONDS.toMillis(CLOSE_SECONDS), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
