package io.ssegateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.http.Router;

/** What a new connection of the management listener gets. */
public final class ManagementChannelInitializer extends ChannelInitializer<Channel> {
    private final HttpPipeline http;

    /** Connections that {@code router} answers. */
    public ManagementChannelInitializer(LimitsConfig limits, Router router) {
        this.http = new HttpPipeline(limits, router);
    }

    @Override
    protected void initChannel(Channel channel) {
        http.addTo(channel.pipeline());
    }
}
