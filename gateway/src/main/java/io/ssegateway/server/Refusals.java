package io.ssegateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ssegateway.http.LingeringClose;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends connections away that may not even publish. They get an answer when their request comes, without a codec and without a
 * router; when too many are being sent away at once, the rest are closed without a word, so that refusing costs no
 * descriptors.
 */
final class Refusals {
    private static final int MOST_AT_ONCE = 1024;
    private static final long LONGEST_SECONDS = 2;
    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);

    private final OverloadAnswer overload;
    private final GatewayMetrics metrics;
    private final AtomicInteger underWay = new AtomicInteger();

    Refusals(OverloadAnswer overload, GatewayMetrics metrics) {
        this.overload = overload;
        this.metrics = metrics;
    }

    void refuse(Channel channel, RejectReason reason) {
        metrics.rejected(reason);
        channel.closeFuture().addListener(closed -> underWay.decrementAndGet());
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            channel.close();
            return;
        }
        channel.pipeline().addLast("refusal", new Refusal(reason));
        var force = channel.eventLoop().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> force.cancel(false));
    }

    /** Answers the first bytes; what they ask for decides how. */
    private final class Refusal extends ChannelInboundHandlerAdapter {
        private final RejectReason reason;

        Refusal(RejectReason reason) {
            this.reason = reason;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf request = (ByteBuf) message;
            boolean get = request.readableBytes() >= GET.length
                    && request.slice(request.readerIndex(), GET.length).equals(Unpooled.wrappedBuffer(GET));
            request.release();
            byte[] answer = overload.bytes(reason, get, List.of());
            LingeringClose.writeAndClose(ctx, Unpooled.wrappedBuffer(answer));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
