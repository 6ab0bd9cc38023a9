package io.ssegateway.channelgroup;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/** Netty's own group: what it does is what the contract says. */
class DefaultChannelGroupTest extends ChannelGroupContract {

    @Override
    public ChannelGroup newGroup(String name) {
        return new DefaultChannelGroup(name, GlobalEventExecutor.INSTANCE);
    }
}
