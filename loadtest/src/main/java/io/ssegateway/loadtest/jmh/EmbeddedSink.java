package io.ssegateway.loadtest.jmh;

import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;

/** An embedded channel that keeps nothing of what is written to it. */
final class EmbeddedSink extends EmbeddedChannel {

    /** One that runs when {@link #runPendingTasks} is called. */
    EmbeddedSink(ChannelHandler handler) {
        super(null, DefaultChannelId.newInstance(), true, false, handler);
    }

    /** One on the event loop of another, so that both run together. */
    EmbeddedSink(EmbeddedSink first, ChannelHandler handler) {
        super(null, DefaultChannelId.newInstance(), false, false, handler);
        first.eventLoop().register(this).syncUninterruptibly();
    }

    @Override
    protected void handleOutboundMessage(Object message) {
        ReferenceCountUtil.release(message);
    }
}
