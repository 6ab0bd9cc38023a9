package io.ssegateway.fanout;

import io.netty.channel.group.ChannelGroup;
import io.ssegateway.channelgroup.ChannelGroupContract;
import io.ssegateway.metrics.GatewayMetrics;

class ShardedChannelGroupContractTest extends ChannelGroupContract {

    @Override
    public ChannelGroup newGroup(String name) {
        return new ShardedChannelGroup(name, Settings.log(), Settings.ring(16), GatewayMetrics.NONE);
    }
}
