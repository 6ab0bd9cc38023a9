package io.ssegateway;

import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.ServerConfig;
import io.ssegateway.endpoint.Authorizer;
import io.ssegateway.endpoint.BroadcastEndpoint;
import io.ssegateway.endpoint.EventsEndpoint;
import io.ssegateway.endpoint.Health;
import io.ssegateway.endpoint.LogFailures;
import io.ssegateway.endpoint.PageEndpoint;
import io.ssegateway.endpoint.PublishEndpoint;
import io.ssegateway.endpoint.StreamEndpoint;
import io.ssegateway.endpoint.StreamParameters;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.endpoint.TopicStreams;
import io.ssegateway.endpoint.demo.ClockStream;
import io.ssegateway.endpoint.demo.OrderProgressStream;
import io.ssegateway.endpoint.demo.SystemStatus;
import io.ssegateway.endpoint.demo.SystemStatusStream;
import io.ssegateway.endpoint.demo.TimerStream;
import io.ssegateway.endpoint.demo.UserActivityStream;
import io.ssegateway.endpoint.mercure.MercurePublishEndpoint;
import io.ssegateway.endpoint.mercure.MercureSubscribeEndpoint;
import io.ssegateway.endpoint.mercure.SubscriptionsApi;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Cors;
import io.ssegateway.http.HostCheck;
import io.ssegateway.http.RequestCheck;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.hub.Hub;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.subscription.Subscription;
import io.ssegateway.subscription.SubscriptionTracker;
import io.ssegateway.subscription.Subscriptions;
import io.ssegateway.topic.ReservedTopics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the public listener answers, as configured. */
record PublicRoutes(
        GatewayConfig config,
        Health health,
        ShardedChannelGroup streams,
        StreamOpener opener,
        Authorizer authorizer,
        RevocationChecks revocations,
        Hub hub,
        Optional<Subscriptions> subscriptions,
        InstantSource clock) {

    RouteTable table() {
        TopicStreams topicStreams = new TopicStreams(opener, streams, authorizer, revocations, hub, clock);
        List<Route> routes = new ArrayList<>(updates(topicStreams));
        if (config.mercure().enabled()) {
            routes.addAll(mercure(topicStreams));
            subscriptions.ifPresent(active -> routes.addAll(subscriptions(active)));
        }
        if (config.server().demoPage()) {
            routes.add(Route.get("/", new PageEndpoint()));
        }
        if (config.server().healthz()) {
            routes.add(Route.get("/healthz", health::ready));
        }
        if (config.demo().enabled()) {
            routes.addAll(demo());
        }
        return new RouteTable(routes);
    }

    private List<Route> updates(TopicStreams topicStreams) {
        EventsEndpoint events = new EventsEndpoint(
                topicStreams, config.stream(), config.limits().maxTopicsPerStream());
        return List.of(
                Route.get("/events", events),
                Route.post("/events", events),
                new Route(StreamParameters.QUERY, "/events", events),
                Route.post("/publish", new PublishEndpoint(hub, authorizer)),
                Route.post("/broadcast", new BroadcastEndpoint(hub, authorizer, clock)));
    }

    private List<Route> mercure(TopicStreams topicStreams) {
        SubscriptionTracker tracker =
                subscriptions.<SubscriptionTracker>map(tracking -> tracking).orElse(SubscriptionTracker.NONE);
        return List.of(
                Route.get(
                        ReservedTopics.MERCURE,
                        new MercureSubscribeEndpoint(
                                topicStreams,
                                hub,
                                tracker,
                                config.mercure(),
                                config.limits().maxTopicsPerStream())),
                Route.post(ReservedTopics.MERCURE, new MercurePublishEndpoint(hub, authorizer)));
    }

    private List<Route> subscriptions(Subscriptions active) {
        SubscriptionsApi api = new SubscriptionsApi(active, hub, authorizer::subscriber);
        return List.of(
                Route.get(Subscription.COLLECTION, api::all),
                Route.get(Subscription.COLLECTION + "/{topic}", api::ofTopic),
                Route.get(Subscription.COLLECTION + "/{topic}/{subscriber}", api::one));
    }

    private List<Route> demo() {
        return List.of(
                stream("/timer", new TimerStream()),
                stream("/clock", new ClockStream(clock)),
                stream("/order-progress/{orderId}", new OrderProgressStream(config.demo())),
                stream("/sse/system-status", new SystemStatusStream(new SystemStatus(clock))),
                stream("/sse/user-activity", new UserActivityStream(streams::size)));
    }

    private Route stream(String path, StreamSource source) {
        return Route.get(
                path,
                config.auth().subscribingNeedsToken()
                        ? new StreamEndpoint(opener, source, authorizer::subscriber, revocations, clock)
                        : new StreamEndpoint(opener, source));
    }

    /** Answers by these routes, which {@link #table} has made. */
    static Router router(RouteTable table, Cors cors, ServerConfig config) {
        RequestCheck check = new HostCheck("server.hosts", config.hosts(), config.listensOnLoopback());
        return new Router(table, cors, check, LogFailures::answer);
    }
}
