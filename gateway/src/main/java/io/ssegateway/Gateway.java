package io.ssegateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.SingleNode;
import io.ssegateway.config.CorsConfig;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.config.ManagementConfig;
import io.ssegateway.endpoint.Authorizer;
import io.ssegateway.endpoint.BroadcastEndpoint;
import io.ssegateway.endpoint.CloseConnectionEndpoint;
import io.ssegateway.endpoint.ClusterEndpoint;
import io.ssegateway.endpoint.ConnectionsEndpoint;
import io.ssegateway.endpoint.EventsEndpoint;
import io.ssegateway.endpoint.HealthEndpoint;
import io.ssegateway.endpoint.HealthEndpoint.Health;
import io.ssegateway.endpoint.LiftRevocationEndpoint;
import io.ssegateway.endpoint.LogFailures;
import io.ssegateway.endpoint.MetricsEndpoint;
import io.ssegateway.endpoint.PageEndpoint;
import io.ssegateway.endpoint.ProvisionalStreams;
import io.ssegateway.endpoint.PublishEndpoint;
import io.ssegateway.endpoint.RevocationsEndpoint;
import io.ssegateway.endpoint.RevokeEndpoint;
import io.ssegateway.endpoint.StreamEndpoint;
import io.ssegateway.endpoint.StreamParameters;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.endpoint.TokenGuard;
import io.ssegateway.endpoint.TopicStreams;
import io.ssegateway.endpoint.demo.ClockStream;
import io.ssegateway.endpoint.demo.OrderProgressStream;
import io.ssegateway.endpoint.demo.SystemStatus;
import io.ssegateway.endpoint.demo.SystemStatusStream;
import io.ssegateway.endpoint.demo.TimerStream;
import io.ssegateway.endpoint.demo.UserActivityStream;
import io.ssegateway.endpoint.mercure.MercurePublishEndpoint;
import io.ssegateway.endpoint.mercure.MercureSubscribeEndpoint;
import io.ssegateway.endpoint.mercure.SubscriptionEndpoint;
import io.ssegateway.endpoint.mercure.SubscriptionsApi;
import io.ssegateway.endpoint.mercure.SubscriptionsEndpoint;
import io.ssegateway.endpoint.mercure.TopicSubscriptionsEndpoint;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.eventlog.redis.RedisEventLogs;
import io.ssegateway.eventlog.sqlite.SqliteEventLog;
import io.ssegateway.fanout.FanoutSettings;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.SlowConsumers;
import io.ssegateway.http.Cors;
import io.ssegateway.http.CrossSite;
import io.ssegateway.http.HostCheck;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.RequestCheck;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.hub.Hub;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.PrometheusMetrics;
import io.ssegateway.revocation.Revocations;
import io.ssegateway.server.Drain;
import io.ssegateway.server.EventLoopLag;
import io.ssegateway.server.Listener;
import io.ssegateway.server.ManagementChannelInitializer;
import io.ssegateway.server.PublicChannelInitializer;
import io.ssegateway.server.SocketOptions;
import io.ssegateway.server.Transport;
import io.ssegateway.subscription.Subscription;
import io.ssegateway.subscription.SubscriptionTracker;
import io.ssegateway.subscription.Subscriptions;
import io.ssegateway.topic.ReservedTopics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A running gateway: the only place where the parts are put together. {@link #start} wires and listens, {@link #stop} lets the
 * streams go and releases everything.
 */
public final class Gateway implements AutoCloseable {
    /** For how long a stop waits for publishes that are under way. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private static final long SHUTDOWN_SECONDS = 5;
    private static final long SHUTDOWN_QUIET_MILLIS = 100;

    private final GatewayConfig config;
    private final Transport transport;
    private final EventLoopGroup streamLoops;
    private final EventLoopGroup managementLoop;
    private final PrometheusMetrics prometheus;
    private final ConnectionLimiter limiter;
    private final String nodeId;
    /** Empty if none is needed. */
    private final String managementToken;

    private final EventLog log;
    private final Cluster cluster;
    private final ShardedChannelGroup streams;
    private final Revocations revocations;
    private final StreamOpener opener;
    private final Authorizer authorizer;
    private final Hub hub;
    private final Optional<Subscriptions> subscriptions;
    private final OverloadAnswer overload;
    private final Clock clock = Clock.systemUTC();
    private final RouteTable publicRouteTable;
    private volatile boolean ready;
    private final Listener management;
    private final Listener listener;

    private Gateway(Preparation prepared, UnaryOperator<EventLog> around) throws IOException {
        this.config = prepared.config();
        nodeId = prepared.nodeId();
        LimitsConfig limits = config.limits();
        transport = prepared.transport();
        managementToken = prepared.managementToken();
        log = around.apply(openLog());
        streamLoops = new MultiThreadIoEventLoopGroup(
                eventLoops(), new DefaultThreadFactory("stream-loop"), transport.ioHandlers());
        managementLoop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("management"), transport.ioHandlers());
        prometheus = new PrometheusMetrics(streamLoops);
        GatewayMetrics metrics = prometheus.recorder();
        EventLoopLag.watch(streamLoops, metrics);

        limiter = new ConnectionLimiter(
                prepared.maxConnections(),
                limits.maxConnectionsPerAddress(),
                limits.publisherReserve(),
                limits.acceptsPerSecond(),
                System::nanoTime);
        streams = new ShardedChannelGroup(
                "streams",
                log,
                new FanoutSettings(
                        config.log(),
                        config.heartbeat(),
                        config.stream().maxAge(),
                        new SlowConsumers(config.slowConsumer()),
                        replayBytesPerLoop(limits.replayBytesPerSecond())),
                metrics);
        cluster = joinCluster();
        revocations = new Revocations(log, cluster.table(Revocations.TABLE), streams, clock, managementLoop.next());
        revocations.start();
        if (log.problem().isEmpty()) {
            revocations.awaitKnown(LAST_ANSWERS);
        }
        authorizer = new Authorizer(
                config.auth(),
                prepared.tokens(),
                revocations,
                prepared.webhook(),
                new ProvisionalStreams(managementLoop.next()));
        prometheus.watchLog(
                () -> log.size().events(),
                () -> log.size().bytes(),
                () -> logProblem().isEmpty());
        overload = new OverloadAnswer(limits);
        opener = new StreamOpener(streams, overload, metrics);
        hub = new Hub(log, streams, metrics);
        subscriptions = config.mercure().enabled() && config.mercure().subscriptions()
                ? Optional.of(new Subscriptions(cluster, hub))
                : Optional.empty();
        Cors cors = new Cors(config.cors());
        publicRouteTable = new RouteTable(publicRoutes());
        Router publicRouter = new Router(publicRouteTable, cors, publicCheck(), LogFailures::answer);
        Router managementRouter = new Router(
                new RouteTable(managementRoutes()),
                new Cors(CorsConfig.defaults()),
                managementCheck(),
                LogFailures::answer);
        try {
            management = Listener.bind(
                    managementSettings(),
                    transport,
                    managementLoop,
                    new ManagementChannelInitializer(limits, managementRouter));
            listener = Listener.bind(
                    publicSettings(),
                    transport,
                    streamLoops,
                    new PublicChannelInitializer(limits, limiter, publicRouter, overload, cors, metrics));
        } catch (IOException | RuntimeException e) {
            shutDownLoops();
            log.close();
            throw e;
        }
        subscriptions.ifPresent(Subscriptions::start);
        ready = true;
    }

    /**
     * Starts a gateway; returns when it listens.
     *
     * @throws io.ssegateway.config.ConfigException if the machine cannot do what the configuration asks for
     * @throws IOException if an address cannot be listened on
     */
    public static Gateway start(GatewayConfig config) throws IOException {
        return start(config, UnaryOperator.identity());
    }

    /**
     * As {@link #start(GatewayConfig)}, with something around the event log, such as one that watches it.
     *
     * @param around is given the log that the configuration asks for, and answers the one to use
     */
    public static Gateway start(GatewayConfig config, UnaryOperator<EventLog> around) throws IOException {
        return new Gateway(Preparation.of(config), around);
    }

    /**
     * Does all that a start does, but opens no log, binds no address and connects to nothing; no file is made, locked or changed.
     *
     * @throws io.ssegateway.config.ConfigException if a start would throw one before that
     * @throws IOException likewise
     */
    public static void check(GatewayConfig config) throws IOException {
        Preparation.of(config);
    }

    private EventLog openLog() throws IOException {
        return switch (config.log().type()) {
            case MEMORY -> new MemoryEventLog(config.log(), clock::millis);
            case SQLITE -> new SqliteEventLog(config.log(), nodeId, clock::millis);
            case REDIS -> RedisEventLogs.open(config.log(), nodeId);
        };
    }

    private Cluster joinCluster() {
        return log.cluster(streams::size)
                .orElseGet(() -> new SingleNode(
                        nodeId,
                        clock.instant(),
                        streams::size,
                        () -> streams.newest().toString(),
                        name -> new LocalTable(clock::millis)));
    }

    /** Each event loop's part of what all replays may write; no limit stays none. */
    private long replayBytesPerLoop(int bytesPerSecond) {
        return bytesPerSecond == 0 ? 0 : Math.max(1, bytesPerSecond / eventLoops());
    }

    private int eventLoops() {
        int configured = config.transport().eventLoops();
        return configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
    }

    private List<Route> publicRoutes() {
        TopicStreams topicStreams = new TopicStreams(opener, streams, revocations, clock);
        int maxTopics = config.limits().maxTopicsPerStream();
        List<Route> routes = new ArrayList<>();
        EventsEndpoint events = new EventsEndpoint(topicStreams, authorizer, hub, config.stream(), maxTopics);
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, StreamParameters.QUERY)) {
            routes.add(new Route(method, "/events", events));
        }
        routes.add(Route.post("/publish", new PublishEndpoint(hub, authorizer)));
        routes.add(Route.post("/broadcast", new BroadcastEndpoint(hub, authorizer, clock)));
        if (config.mercure().enabled()) {
            SubscriptionTracker tracker =
                    subscriptions.<SubscriptionTracker>map(tracking -> tracking).orElse(SubscriptionTracker.NONE);
            routes.add(Route.get(
                    ReservedTopics.MERCURE,
                    new MercureSubscribeEndpoint(topicStreams, authorizer, hub, tracker, config.mercure(), maxTopics)));
            routes.add(Route.post(ReservedTopics.MERCURE, new MercurePublishEndpoint(hub, authorizer)));
            subscriptions.ifPresent(active -> routes.addAll(subscriptionRoutes(active)));
        }
        if (config.server().demoPage()) {
            routes.add(Route.get("/", new PageEndpoint()));
        }
        if (config.server().healthz()) {
            routes.add(Route.get("/healthz", new HealthEndpoint(() -> new Health(ready, Map.of()))));
        }
        if (config.demo().enabled()) {
            routes.add(stream("/timer", new TimerStream()));
            routes.add(stream("/clock", new ClockStream(clock)));
            routes.add(stream("/order-progress/{orderId}", new OrderProgressStream(config.demo())));
            routes.add(stream("/sse/system-status", new SystemStatusStream(new SystemStatus(clock))));
            routes.add(stream("/sse/user-activity", new UserActivityStream(streams::size)));
        }
        return routes;
    }

    private List<Route> subscriptionRoutes(Subscriptions active) {
        SubscriptionsApi api = new SubscriptionsApi(active, hub, authorizer::subscriber);
        return List.of(
                Route.get(Subscription.COLLECTION, new SubscriptionsEndpoint(api)),
                Route.get(Subscription.COLLECTION + "/{topic}", new TopicSubscriptionsEndpoint(api)),
                Route.get(Subscription.COLLECTION + "/{topic}/{subscriber}", new SubscriptionEndpoint(api)));
    }

    private Route stream(String path, StreamSource source) {
        return Route.get(path, new StreamEndpoint(opener, streams, source));
    }

    private List<Route> managementRoutes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.get("/health/live", new HealthEndpoint(() -> new Health(true, Map.of()))),
                Route.get("/health/ready", new HealthEndpoint(this::readiness)),
                Route.get("/health/log", new HealthEndpoint(this::logHealth))));
        String token = managementToken;
        Stream.of(
                        Route.get("/metrics", new MetricsEndpoint(prometheus)),
                        Route.get("/cluster", new ClusterEndpoint(cluster)),
                        Route.get("/connections", new ConnectionsEndpoint(streams)),
                        Route.delete("/connections/{id}", new CloseConnectionEndpoint(streams)),
                        Route.get("/revocations", new RevocationsEndpoint(revocations)),
                        Route.post(
                                "/revocations",
                                new RevokeEndpoint(revocations, config.auth().revocationTtl(), clock)),
                        Route.delete("/revocations/{key}", new LiftRevocationEndpoint(revocations)))
                .map(route -> token.isEmpty()
                        ? route
                        : new Route(route.method(), route.path(), new TokenGuard(token, route.endpoint())))
                .forEach(routes::add);
        return routes;
    }

    private RequestCheck publicCheck() {
        return new HostCheck(
                "server.hosts", config.server().hosts(), config.server().listensOnLoopback());
    }

    private RequestCheck managementCheck() {
        ManagementConfig settings = config.management();
        return new HostCheck("management.hosts", settings.hosts(), settings.listensOnLoopback())
                .and(new CrossSite(settings.hosts()));
    }

    /** A log that is away is no reason to take the node out: every node would go, and with them all the streams. */
    private Health readiness() {
        return new Health(ready, Map.of("log", logProblem().isEmpty() ? "available" : "unavailable"));
    }

    /** Without the log nobody is let in, nor before it has told whom to keep out. */
    private Optional<String> logProblem() {
        return log.problem()
                .or(() -> revocations.isKnown()
                        ? Optional.empty()
                        : Optional.of("The event log has not told yet what is revoked."));
    }

    private Health logHealth() {
        return logProblem()
                .map(problem -> new Health(false, Map.of("problem", problem)))
                .orElseGet(() -> new Health(true, Map.of()));
    }

    private Listener.Settings publicSettings() {
        return new Listener.Settings(
                config.server().host(),
                config.server().port(),
                config.transport().backlog(),
                config.stream().maxPendingBytes(),
                config.transport().reusePort(),
                SocketOptions.of(config.transport()));
    }

    private Listener.Settings managementSettings() {
        return new Listener.Settings(
                config.management().host(),
                config.management().port(),
                config.transport().backlog(),
                config.stream().maxPendingBytes(),
                false,
                SocketOptions.OF_THE_KERNEL);
    }

    /** What the public listener answers. */
    public RouteTable routes() {
        return publicRouteTable;
    }

    /** The public listener. */
    public Listener listener() {
        return listener;
    }

    /** The management listener. */
    public Listener management() {
        return management;
    }

    /** Connections of the public listener that hold a permit. */
    public int openConnections() {
        return limiter.open();
    }

    /** One line that says where this gateway listens and on what it runs. */
    public String summary() {
        return "listening on " + listener.url() + ", management on " + management.url() + " (" + transport.name() + ", "
                + eventLoops() + " event loops)";
    }

    /**
     * Fails readiness, refuses new streams, ends the open ones within {@code drain.timeout} and releases everything. Blocks
     * until that is done.
     */
    public void stop() throws InterruptedException {
        stop(config.drain().timeout());
    }

    /** As {@link #stop}, but lets the streams go at once. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Duration drainTimeout) throws InterruptedException {
        ready = false;
        opener.drain();
        new Drain(streams, drainTimeout).run();
        listener.close();
        management.close();
        passOnce(streamLoops); // The last streams have closed now.
        subscriptions.ifPresent(active -> active.close(LAST_ANSWERS));
        // While the loops can still write the answers: to publishes that the log has taken, and then to those that it
        // has not.
        hub.awaitAnswers(LAST_ANSWERS);
        log.close();
        hub.giveUp();
        passOnce(streamLoops);
        shutDownLoops();
    }

    /** Returns when the loops have done what they were given up to now; one that shuts down closes its connections first. */
    private static void passOnce(EventLoopGroup loops) {
        if (!loops.isShuttingDown()) { // It may be stopped twice.
            loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
        }
    }

    private void shutDownLoops() {
        Future<?> streamsDone = shutDown(streamLoops);
        Future<?> managementDone = shutDown(managementLoop);
        streamsDone.awaitUninterruptibly();
        managementDone.awaitUninterruptibly();
    }

    /**
     * A loop closes the connections it still has when it turns once more after the call. Without a quiet period it may end in
     * the turn that it is in, and they would stay open.
     */
    private static Future<?> shutDown(EventLoopGroup loops) {
        return loops.shutdownGracefully(
                SHUTDOWN_QUIET_MILLIS, TimeUnit.SECONDS.toMillis(SHUTDOWN_SECONDS), TimeUnit.MILLISECONDS);
    }
}
