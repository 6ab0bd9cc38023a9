package io.ssegateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.cluster.Cluster;
import io.ssegateway.config.CorsConfig;
import io.ssegateway.config.ManagementConfig;
import io.ssegateway.endpoint.ClusterEndpoint;
import io.ssegateway.endpoint.ConnectionsApi;
import io.ssegateway.endpoint.Health;
import io.ssegateway.endpoint.LogFailures;
import io.ssegateway.endpoint.RevocationsApi;
import io.ssegateway.endpoint.TokenGuard;
import io.ssegateway.http.Cors;
import io.ssegateway.http.CrossSite;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.HostCheck;
import io.ssegateway.http.RequestCheck;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.metrics.PrometheusMetrics;
import java.util.List;

/**
 * What the management listener answers.
 *
 * @param token what everything except health requires; empty for nothing
 */
record ManagementRoutes(
        String token,
        Health health,
        PrometheusMetrics metrics,
        Cluster cluster,
        ConnectionsApi connections,
        RevocationsApi revocations) {

    /** Pages of other origins are rejected. */
    private static final Cors NO_CORS = new Cors(new CorsConfig(List.of(), List.of()));

    private RouteTable table() {
        return new RouteTable(List.of(
                Route.get("/health/live", health::live),
                Route.get("/health/ready", health::readyWithLog),
                Route.get("/health/log", health::log),
                Route.get("/metrics", guarded(this::scrape)),
                Route.get("/cluster", guarded(new ClusterEndpoint(cluster))),
                Route.get("/connections", guarded(connections::list)),
                Route.delete("/connections/{id}", guarded(connections::close)),
                Route.get("/revocations", guarded(revocations::list)),
                Route.post("/revocations", guarded(revocations::revoke)),
                Route.delete("/revocations/{key}", guarded(revocations::lift))));
    }

    private Endpoint guarded(Endpoint endpoint) {
        return token.isEmpty() ? endpoint : new TokenGuard(token, endpoint);
    }

    private void scrape(Exchange exchange) {
        PrometheusMetrics.Exposition scrape = metrics.scrape(exchange.header(HttpHeaderNames.ACCEPT));
        exchange.reply().body(HttpResponseStatus.OK, scrape.contentType(), scrape.body());
    }

    /** Answers by these routes. */
    Router router(ManagementConfig config) {
        RequestCheck check = new HostCheck("management.hosts", config.hosts(), config.listensOnLoopback())
                .and(new CrossSite(config.hosts()));
        return new Router(table(), NO_CORS, check, LogFailures::answer);
    }
}
