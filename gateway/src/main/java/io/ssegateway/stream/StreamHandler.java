package io.ssegateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.ssegateway.metrics.CloseReason;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The one handler that an open stream keeps: it discards what the client still sends and closes the stream when its
 * socket fails. Shared by all streams.
 */
@Sharable
public final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LogManager.getLogger();

    private final BiConsumer<Channel, CloseReason> close;

    /** @param close closes the stream of a channel, for a reason */
    public StreamHandler(BiConsumer<Channel, CloseReason> close) {
        this.close = close;
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
            LOG.error("Closing a stream that failed: {}", ctx.channel(), cause);
        }
        close.accept(ctx.channel(), clientLeft ? CloseReason.CLIENT : CloseReason.ERROR);
    }
}
