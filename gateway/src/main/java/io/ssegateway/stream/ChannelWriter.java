package io.ssegateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.ssegateway.ring.WriteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an HTTP/1.1 response through the channel's handlers, such as TLS: one copy of a batch, shared by all that get
 * it.
 */
public class ChannelWriter extends StreamWriter {
    /**
     * The bytes that the channel still has for its socket. Cached here, because each access to the channel itself costs
     * cache misses.
     */
    private final @Nullable ChannelOutboundBuffer waiting;

    /**
     * @param channel the connection
     * @param chunked whether the client takes HTTP/1.1 chunks
     */
    public ChannelWriter(Channel channel, boolean chunked) {
        super(channel, chunked);
        this.waiting = channel.unsafe().outboundBuffer();
    }

    /** Whether something waits for the socket, so that nothing may be written past it. */
    final boolean waits() {
        return waiting == null || waiting.totalPendingWriteBytes() > 0;
    }

    @Override
    protected int send(WriteBuffer buffer, int start, int end) {
        if (!channel().isOpen()) {
            return GONE;
        }
        if (waits()) {
            return 0;
        }
        channel().writeAndFlush(buffer.copy(start, end), channel().voidPromise());
        return end - start;
    }

    @Override
    protected void queue(ByteBuf piece, @Nullable ChannelFutureListener written) {
        if (written == null) {
            channel().write(piece, channel().voidPromise());
        } else {
            channel().write(piece).addListener(written);
        }
    }

    @Override
    protected void queueEnd() {
        StreamEnd.write(channel(), chunked());
    }
}
