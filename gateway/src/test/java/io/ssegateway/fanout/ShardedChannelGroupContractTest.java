package io.ssegateway.fanout;

import io.netty.channel.group.ChannelGroup;
import io.ssegateway.metrics.GatewayMetrics;
import java.time.Duration;

class ShardedChannelGroupContractTest extends ChannelGroupContract {

    @Override
    ChannelGroup newGroup(String name) {
        return new ShardedChannelGroup(name, Duration.ZERO, Duration.ZERO, GatewayMetrics.NONE);
    }
}
