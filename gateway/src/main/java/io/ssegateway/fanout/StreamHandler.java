package io.ssegateway.fanout;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.ssegateway.metrics.CloseReason;
import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The one handler that an open stream keeps: it discards what the client still sends and closes the stream when its socket
 * fails. Shared by all streams.
 */
@Sharable
public final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LogManager.getLogger();

    private final ShardedChannelGroup streams;

    /** A handler for the streams of one group. */
    public StreamHandler(ShardedChannelGroup streams) {
        this.streams = streams;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a broken pipe is how clients leave; anything else is our fault and worth a line.
        boolean clientLeft = cause instanceof IOException;
        if (!clientLeft) {
            LOG.error("A stream failed and is closed: {}", ctx.channel(), cause);
        }
        Subscriber subscriber = streams.subscriber(ctx.channel());
        if (subscriber == null) {
            ctx.close();
        } else {
            subscriber.close(clientLeft ? CloseReason.CLIENT : CloseReason.ERROR);
        }
    }
}
