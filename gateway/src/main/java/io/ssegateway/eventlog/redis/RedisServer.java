package io.ssegateway.eventlog.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.RedisLogConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A Redis, wherever its URI says that it is: one server, the master that Sentinels know, or a cluster. */
final class RedisServer implements AutoCloseable {
    /** Commands on their way, answers not in yet: more are refused. */
    private static final int MAX_UNANSWERED = 100_000;

    private static final int THREADS = 2;
    private static final long CLOSE_SECONDS = 2;
    /** Without a quiet period the loops may end in the turn that they are in, before a connection that is just being made is closed. */
    private static final long CLOSE_QUIET_MILLIS = 50;

    private final ClientResources resources;
    private final List<RedisURI> uris;
    private final boolean cluster;
    private final SslOptions ssl;
    private final Duration timeout;
    private final List<AbstractRedisClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger users = new AtomicInteger();

    /** @throws ConfigException if the URI is none, or the file has no certificates; the message does not tell a password */
    RedisServer(RedisLogConfig config) {
        uris = parse(config);
        cluster = isCluster(config.uri());
        ssl = ssl(config.caFile());
        timeout = config.timeout();
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
    }

    /**
     * A way to connect, for one connection at a time: in a cluster each asks first where the slots lie now, and the connections that
     * its client had until then do not outlive that. Connecting does not block.
     */
    Supplier<CompletionStage<Connection>> connector() {
        return cluster ? clusterConnector() : singleConnector();
    }

    private Supplier<CompletionStage<Connection>> singleConnector() {
        RedisClient client = RedisClient.create(resources);
        clients.add(client);
        client.setOptions(options(ClientOptions.builder()).build());
        return () -> client.connectAsync(StringCodec.UTF8, uris.get(0))
                .thenApply(made -> new Connection(made, made.async()));
    }

    private Supplier<CompletionStage<Connection>> clusterConnector() {
        RedisClusterClient client = RedisClusterClient.create(resources, uris);
        clients.add(client);
        ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
        // Connections to its nodes are made when they are needed, and what needs them must wait for them. It does not
        // wait for long
        // if they fail: the link's next question does not come back either, and all is closed.
        options(builder).disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
        client.setOptions(builder.build());
        return () -> client.refreshPartitionsAsync()
                .thenCompose(refreshed -> client.connectAsync(StringCodec.UTF8))
                .thenApply(made -> new Connection(made, made.async()));
    }

    /** No second try by itself: what was under way when a connection broke may be done, and must not be done again. */
    private ClientOptions.Builder options(ClientOptions.Builder builder) {
        return builder.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_UNANSWERED)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .sslOptions(ssl);
    }

    /** The driver reads the file anew for each connection; this looks whether it can. */
    private SslOptions ssl(String caFile) {
        if (caFile.isEmpty()) {
            return SslOptions.create();
        }
        if (!uris.stream().allMatch(RedisServer::isTls)) {
            throw new ConfigException("log.redis.ca-file", "needs log.redis.uri to be one with TLS, such as rediss://");
        }
        try (InputStream in = Files.newInputStream(Path.of(caFile))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new CertificateException("there is no certificate in it");
            }
        } catch (IOException | CertificateException | InvalidPathException e) {
            throw new ConfigException(
                    "log.redis.ca-file", "must be a file with certificates in PEM, but is " + caFile + ": " + e);
        }
        return SslOptions.builder().trustManager(new File(caFile)).build();
    }

    private static boolean isTls(RedisURI uri) {
        return uri.isSsl() || uri.getSentinels().stream().anyMatch(RedisURI::isSsl);
    }

    private static List<RedisURI> parse(RedisLogConfig config) {
        try {
            // Lettuce knows a cluster by how it is called, not by a scheme.
            String uri = config.uri().replaceFirst("^(rediss?)-cluster:", "$1:");
            List<RedisURI> uris = isCluster(config.uri())
                    ? RedisClusterURIUtil.toRedisURIs(URI.create(uri))
                    : List.of(RedisURI.create(uri));
            for (RedisURI each : uris) {
                each.setTimeout(config.timeout());
                each.getSentinels().forEach(sentinel -> sentinel.setTimeout(config.timeout()));
            }
            return uris;
        } catch (IllegalArgumentException e) {
            // Its message has the whole URI.
            throw new ConfigException(
                    "log.redis.uri",
                    "must be redis://, rediss://, redis-sentinel://…#master or redis-cluster://, but is "
                            + config.maskedUri());
        }
    }

    private static boolean isCluster(String uri) {
        return uri.matches("rediss?-cluster://.*") || uri.matches("rediss?://([^/]*@)?[^/@]+,.*");
    }

    /** One more has to close it. */
    void use() {
        users.incrementAndGet();
    }

    /** A thread for what is to be done one after the other. */
    EventExecutor thread() {
        return resources.eventExecutorGroup().next();
    }

    /** Closes all connections, when the last user does. Blocks, shortly. */
    @Override
    public void close() {
        if (users.decrementAndGet() > 0) {
            return;
        }
        clients.forEach(client -> client.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS));
        resources
                .shutdown(CLOSE_QUIET_MILLIS, TimeUnit.SECONDS.toMillis(CLOSE_SECONDS), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
