package io.ssegateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ssegateway.http.Cors;
import io.ssegateway.http.LingeringClose;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.limit.Permits;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects connections that may not even publish. They get an answer when their request arrives, without a codec and
 * without a router; if too many are being rejected at once, the rest are closed without an answer, so that rejecting
 * does not use up descriptors.
 */
final class OverloadHandler {
    private static final long LONGEST_SECONDS = 2;
    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);

    /** The whole value or nothing: the first part of another origin may be one that is listed. */
    private static final Pattern ORIGIN = Pattern.compile("(?im)^Origin:[ \\t]*([\\x21-\\x7e]+)[ \\t]*\\r?\\n");

    private final OverloadAnswer overload;
    private final Cors cors;
    private final GatewayMetrics metrics;
    private final Permits permits;

    /** @param atOnce connections that may be under way to their end */
    OverloadHandler(OverloadAnswer overload, Cors cors, GatewayMetrics metrics, int atOnce) {
        this.overload = overload;
        this.cors = cors;
        this.metrics = metrics;
        this.permits = new Permits(atOnce);
    }

    void refuse(Channel channel, RejectReason reason) {
        metrics.rejected(reason);
        if (!permits.tryAcquire()) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> permits.release());
        channel.pipeline().addLast("refusal", new Refusal(reason));
        var force = channel.eventLoop().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> force.cancel(false));
    }

    /** Answers the first bytes; the request in them decides how. */
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
            HttpHeaders cors = corsHeaders(request.toString(StandardCharsets.US_ASCII));
            request.release();
            byte[] answer = overload.bytes(reason, get, cors);
            LingeringClose.writeAndClose(ctx, Unpooled.wrappedBuffer(answer));
        }

        /** Without them a browser hides the answer from its page, and then its EventSource does not reconnect. */
        private HttpHeaders corsHeaders(String request) {
            HttpHeaders headers = new DefaultHttpHeaders();
            Matcher origin = ORIGIN.matcher(request);
            cors.answer(origin.find() ? origin.group(1) : null, headers);
            return headers;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
