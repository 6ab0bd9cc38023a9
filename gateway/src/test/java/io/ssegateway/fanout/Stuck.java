package io.ssegateway.fanout;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** A socket whose peer does not read, unless it is told to: what is flushed stays pending. */
final class Stuck extends ChannelOutboundHandlerAdapter {
    private boolean reads;

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (reads) {
            ctx.flush();
        }
    }

    /** The peer reads what waits, and all that comes. */
    void read(Channel channel) {
        reads = true;
        channel.flush();
    }

    /** The peer reads what waits now, and nothing else. */
    void readOnce(Channel channel) {
        read(channel);
        reads = false;
    }

    /** The peer reads no more. */
    void stop() {
        reads = false;
    }
}
