package io.ssegateway.fanout;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.nio.channels.ClosedChannelException;

/** A socket whose peer does not read, unless it is told to: what is flushed stays pending. */
final class Stuck extends ChannelDuplexHandler {
    private boolean reads;

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (reads) {
            ctx.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // What still waited when the channel closed has failed; that is how it should be.
        if (!(cause instanceof ClosedChannelException)) {
            ctx.fireExceptionCaught(cause);
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
