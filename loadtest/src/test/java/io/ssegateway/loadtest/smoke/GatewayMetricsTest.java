package io.ssegateway.loadtest.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    private static final GatewayMetrics METRICS = GatewayMetrics.parse("""
            # HELP sse_connections open
            # TYPE sse_connections gauge
            sse_connections{transport="http1"} 3.0
            sse_connections{transport="http2"} 4.0
            sse_connections_opened_total 1.0E7

            sse_delivery_seconds_bucket{le="+Inf"} 5
            """);

    @Test
    void shouldSumOverLabelsAndNotOverLongerNames() {
        assertThat(METRICS.sum("sse_connections")).isEqualTo(7);
        assertThat(METRICS.sum("sse_connections_opened_total")).isEqualTo(10_000_000);
        assertThat(METRICS.sum("sse_gaps_total")).isZero();
    }

    @Test
    void shouldKnowOneValue() {
        assertThat(METRICS.value("sse_connections{transport=\"http2\"}")).isEqualTo(4);
        assertThat(METRICS.value("sse_connections{transport=\"http3\"}")).isZero();
    }
}
