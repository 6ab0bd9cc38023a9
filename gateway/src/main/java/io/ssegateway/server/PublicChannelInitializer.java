package io.ssegateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.http.Cors;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.Router;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.RejectReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Sets up new connections of the public listener: HTTP if there is a permit. Over a limit some are still accepted, to
 * publish but not to open streams, so that a full gateway does not lock out its publishers; the others are rejected.
 */
public final class PublicChannelInitializer extends ChannelInitializer<Channel> {
    private final ConnectionLimiter limiter;
    private final HttpPipeline http;
    private final OverloadHandler refusals;

    /**
     * Connections that {@code router} answers.
     *
     * @param refusals connections that may be under way to their end
     */
    public PublicChannelInitializer(
            LimitsConfig limits,
            ConnectionLimiter limiter,
            int refusals,
            Router router,
            OverloadAnswer overload,
            Cors cors,
            GatewayMetrics metrics) {
        this.limiter = limiter;
        this.http = new HttpPipeline(limits, router);
        this.refusals = new OverloadHandler(overload, cors, metrics, refusals);
    }

    @Override
    protected void initChannel(Channel channel) {
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        RejectReason reason = limiter.tryAcquire(address);
        if (reason == null) {
            channel.closeFuture().addListener(closed -> limiter.release(address));
            http.addTo(channel.pipeline());
        } else if (limiter.tryAcquireReserve()) {
            channel.closeFuture().addListener(closed -> limiter.releaseReserve());
            channel.attr(StreamOpener.OVER_LIMIT).set(reason);
            http.addTo(channel.pipeline());
        } else {
            refusals.refuse(channel, reason);
        }
    }
}
