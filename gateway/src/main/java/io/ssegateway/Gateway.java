package io.ssegateway;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.cluster.Cluster;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.endpoint.Authorizer;
import io.ssegateway.endpoint.ConnectionsApi;
import io.ssegateway.endpoint.Health;
import io.ssegateway.endpoint.ProvisionalStreams;
import io.ssegateway.endpoint.RevocationsApi;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.fanout.FanoutSettings;
import io.ssegateway.fanout.LoopWatchdog;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Cors;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.hub.Hub;
import io.ssegateway.hub.InFlightRequests;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.PrometheusMetrics;
import io.ssegateway.revocation.Revocations;
import io.ssegateway.server.DescriptorBudget;
import io.ssegateway.server.Drain;
import io.ssegateway.server.EventLoopLag;
import io.ssegateway.server.EventLoops;
import io.ssegateway.server.Listener;
import io.ssegateway.server.ManagementChannelInitializer;
import io.ssegateway.server.PublicChannelInitializer;
import io.ssegateway.subscription.Subscriptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A running gateway: the only place where the parts are put together. {@link #start} wires and listens, {@link #stop}
 * closes the streams and releases everything.
 */
public final class Gateway implements AutoCloseable {
    /** How long a stop waits for publishes in progress. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final GatewayConfig config;
    private final CloseStack open;
    private final EventLoops loops;
    private final ConnectionLimiter limiter;
    private final ShardedChannelGroup streams;
    private final StreamOpener opener;
    private final Health health;
    private final RouteTable publicRoutes;
    private final Listener management;
    private final Listener listener;
    private final String transport;

    /**
     * Puts the parts together, from the bottom up.
     *
     * @param open gets what has to be closed; what is pushed last is closed first
     */
    private Gateway(Preparation prepared, UnaryOperator<EventLog> around, CloseStack open) throws IOException {
        this.config = prepared.config();
        this.open = open;
        transport = prepared.transport().name();
        LimitsConfig limits = config.limits();
        InstantSource clock = InstantSource.system();
        loops = open.push(new EventLoops(config.transport(), prepared.transport()), EventLoops::close);
        InFlightRequests underWay = new InFlightRequests();
        open.push(() -> {
            underWay.giveUp();
            loops.passOnce(); // They write the last answers.
        });
        EventLog log = open.push(EventLogs.open(config.log(), prepared.nodeId(), clock, around), EventLog::close);

        PrometheusMetrics prometheus = new PrometheusMetrics(loops.streams());
        GatewayMetrics metrics = prometheus.recorder();
        EventLoopLag.watch(loops.streams(), metrics);
        streams = new ShardedChannelGroup("streams", log, FanoutSettings.of(config, loops.count()), metrics);
        Cluster cluster = EventLogs.cluster(log, prepared.nodeId(), streams, clock);
        Revocations revocations = new Revocations(
                log,
                cluster.table(Revocations.TABLE),
                streams,
                clock,
                loops.management().next());
        revocations.start();
        if (log.problem().isEmpty()) {
            revocations.awaitKnown(LAST_ANSWERS);
        }
        LoopWatchdog watchdog = new LoopWatchdog(streams, Ticker.systemTicker());
        watchdog.start(loops.management().next());
        prometheus.watchLoops(watchdog::stuck);
        health = new Health(log, revocations, watchdog::stuck);
        EventLogs.watch(log, prometheus, () -> health.logProblem().isEmpty());
        Hub hub = new Hub(log, streams, underWay, metrics);
        open.push(underWay, requests -> requests.await(LAST_ANSWERS)); // Before the log fails unfinished requests.
        Optional<Subscriptions> subscriptions = Subscriptions.of(config.mercure(), cluster, hub);
        subscriptions.ifPresent(active -> open.push(active, closing -> closing.close(LAST_ANSWERS)));

        DescriptorBudget descriptors = prepared.descriptors();
        limiter = descriptors.limiter(limits);
        OverloadAnswer overload = new OverloadAnswer(limits);
        opener = new StreamOpener(streams, overload, metrics);
        Authorizer authorizer = new Authorizer(
                config.auth(),
                prepared.tokens(),
                revocations,
                prepared.webhook(),
                new ProvisionalStreams(loops.management().next()));
        publicRoutes = new PublicRoutes(
                        config, health, streams, opener, authorizer, revocations, hub, subscriptions, clock)
                .table();
        ManagementRoutes managementRoutes = new ManagementRoutes(
                prepared.managementToken(),
                health,
                prometheus,
                cluster,
                new ConnectionsApi(streams, clock, Ticker.systemTicker()),
                new RevocationsApi(revocations, config.auth().revocationTtl(), clock));

        open.push(loops::passOnce); // The last streams have closed then.
        management = open.push(
                Listener.bind(
                        Listener.Settings.of(config.management(), config.transport(), config.stream()),
                        prepared.transport(),
                        loops.management(),
                        descriptors.managementListener(),
                        new ManagementChannelInitializer(limits, managementRoutes.router(config.management()))),
                Listener::close);
        Cors cors = new Cors(config.cors());
        Router router = PublicRoutes.router(publicRoutes, cors, config.server());
        listener = open.push(
                Listener.bind(
                        Listener.Settings.of(config.server(), config.transport(), config.stream()),
                        prepared.transport(),
                        loops.streams(),
                        descriptors.publicListener(metrics),
                        new PublicChannelInitializer(
                                limits, limiter, descriptors.refusals(), router, overload, cors, metrics)),
                Listener::close);
        subscriptions.ifPresent(Subscriptions::start);
        health.setReady(true);
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
     * Like {@link #start(GatewayConfig)}, with a wrapper around the event log, such as one that watches it.
     *
     * @param around gets the configured log, and returns the one to use
     */
    public static Gateway start(GatewayConfig config, UnaryOperator<EventLog> around) throws IOException {
        Preparation prepared = Preparation.of(config);
        CloseStack open = new CloseStack();
        try {
            return new Gateway(prepared, around, open);
        } catch (IOException | RuntimeException | Error failure) {
            open.closeAfter(failure);
            throw failure;
        }
    }

    /**
     * Does everything that a start does, but opens no log, binds no address and connects to nothing; no file is
     * created, locked or changed.
     *
     * @throws io.ssegateway.config.ConfigException if a start would throw one before that
     * @throws IOException likewise
     */
    public static void check(GatewayConfig config) throws IOException {
        Preparation.of(config);
    }

    /** What the public listener answers. */
    public RouteTable routes() {
        return publicRoutes;
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
        return "listening on " + listener.url() + ", management on " + management.url() + " (" + transport + ", "
                + loops.count() + " event loops)";
    }

    /**
     * Fails readiness, rejects new streams, closes the open ones within {@code drain.timeout} and releases everything.
     * Blocks until that is done.
     */
    public void stop() throws InterruptedException {
        stop(config.drain().timeout());
    }

    /** Like {@link #stop}, but closes the streams at once. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Duration drainTimeout) throws InterruptedException {
        health.setReady(false);
        opener.drain();
        try {
            new Drain(streams, drainTimeout).run();
        } finally {
            open.close();
        }
    }
}
