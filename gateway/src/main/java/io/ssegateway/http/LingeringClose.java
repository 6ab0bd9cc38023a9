package io.ssegateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that the client gets to read the last answer. Closing a socket that still has unread input
 * makes the kernel reset the connection, and the client may lose what was just sent. So the output is shut down first,
 * input is discarded, and the socket is closed when the client closes its side, or soon after.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {
    private static final long LONGEST_SECONDS = 1;

    private LingeringClose() {}

    /**
     * Writes the last answer of this connection and closes it. Whatever else arrives is discarded, and another last
     * answer is dropped.
     */
    public static void writeAndClose(ChannelHandlerContext ctx, Object answer) {
        Channel channel = ctx.channel();
        if (isUnderWay(channel)) {
            ReferenceCountUtil.release(answer);
            return;
        }
        channel.pipeline().fireUserEventTriggered(ExchangeEvent.CLOSING).addFirst(new LingeringClose());
        SequentialHttpCodec.readOn(channel);
        // Runs from now on: a client that does not even read the answer must not keep the connection.
        var force = channel.eventLoop().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> force.cancel(false));
        ctx.writeAndFlush(answer).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** Whether this connection has had its last answer: requests that are still in its pipeline must be ignored. */
    static boolean isUnderWay(Channel channel) {
        return channel.pipeline().get(LingeringClose.class) != null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
