package io.ssegateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How a stream ends as HTTP wants it: with the last chunk, where there are chunks, and then the connection's close. */
final class StreamEnd {
    /** How long a stream's last bytes may take before its socket is closed anyway. */
    private static final long TIMEOUT_SECONDS = 5;

    private static final ByteBuf LAST_CHUNK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(5).writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

    private StreamEnd() {}

    /** Writes the end after what waits in the channel already, and closes the channel; on its event loop only. */
    static void write(Channel channel, boolean chunked) {
        ChannelFuture flushed = channel.writeAndFlush(chunked ? LAST_CHUNK.duplicate() : Unpooled.EMPTY_BUFFER);
        flushed.addListener(ChannelFutureListener.CLOSE);
        if (!flushed.isDone()) {
            // A reader that does not read must not keep the connection for ever.
            var force = channel.eventLoop().schedule(() -> channel.close(), TIMEOUT_SECONDS, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> force.cancel(false));
        }
    }
}
