package io.ssegateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ssegateway.limit.Permits;

/**
 * Holds a listener to its share of the {@link DescriptorBudget}. Stands in the pipeline of the listening socket: a
 * connection beyond the share is closed as soon as it is accepted. Later would be too late: while the connection's
 * event loop is busy, any number of accepted ones could wait for it, each with its descriptor.
 */
@Sharable
public final class AcceptLimit extends ChannelInboundHandlerAdapter {
    private final Permits permits;
    private final Runnable refused;
    /** One for all connections. */
    private final ChannelFutureListener release = closed -> release();

    /**
     * A limit for all sockets of one listener.
     *
     * @param max open connections, 1 or more
     * @param refused is told of each connection that is closed
     */
    public AcceptLimit(int max, Runnable refused) {
        this.permits = new Permits(max);
        this.refused = refused;
    }

    private void release() {
        permits.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel connection = (Channel) accepted;
        if (permits.tryAcquire()) {
            connection.closeFuture().addListener(release);
            ctx.fireChannelRead(connection);
        } else {
            connection.unsafe().closeForcibly(); // No event loop has it yet.
            refused.run();
        }
    }
}
