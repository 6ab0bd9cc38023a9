package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.metrics.PrometheusMetrics;

/** {@code GET /metrics}: for Prometheus, in the exposition format that it asks for. */
public final class MetricsEndpoint implements Endpoint {
    private final PrometheusMetrics metrics;

    /** Shows {@code metrics}. */
    public MetricsEndpoint(PrometheusMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(Exchange exchange) {
        PrometheusMetrics.Exposition scrape = metrics.scrape(exchange.header(HttpHeaderNames.ACCEPT));
        exchange.answer(HttpResponseStatus.OK, scrape.contentType(), scrape.body());
    }
}
