package io.ssegateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import io.ssegateway.clock.LoopTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not get finished (slowloris) or that waits too long for its next request. It
 * is in front of the codec, where every byte passes: the time of a request runs from its first byte to the first byte
 * of its answer. It is paused while the answer is {@linkplain ExchangeEvent#PENDING pending}: then the gateway does not
 * wait for the client.
 */
public final class RequestTimeout extends ChannelDuplexHandler {
    /** The offset of the status code in an encoded response. */
    private static final int STATUS_OFFSET = "HTTP/1.1 ".length();

    private final long requestNanos;
    private final long keepAliveNanos;
    private boolean inRequest;
    private boolean pending;
    /** In nanoseconds of the event loop's ticker. */
    private long deadline;
    /** Fires at this time, which may be before the deadline. */
    private @Nullable Future<?> timer;

    private long timerAt;

    /**
     * A guard for one connection.
     *
     * @param request for a whole request, and for the first byte of a new connection
     * @param keepAlive between an answer and the next request
     */
    public RequestTimeout(Duration request, Duration keepAlive) {
        this.requestNanos = request.toNanos();
        this.keepAliveNanos = keepAlive.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        restart(ctx, requestNanos);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancel();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!inRequest) {
            inRequest = true;
            restart(ctx, requestNanos);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ExchangeEvent.PENDING) {
            pending = true;
        } else if (event == ExchangeEvent.DONE) {
            pending = false;
            inRequest = false;
            restart(ctx, keepAliveNanos);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (inRequest && !isInterim(message)) {
            inRequest = false;
            restart(ctx, keepAliveNanos);
        }
        ctx.write(message, promise);
    }

    /**
     * Whether this is a response such as {@code 100 Continue}, which the client waits for in the middle of its request.
     */
    private static boolean isInterim(Object message) {
        return message instanceof ByteBuf bytes
                && bytes.readableBytes() > STATUS_OFFSET
                && bytes.getByte(bytes.readerIndex() + STATUS_OFFSET) == '1';
    }

    /**
     * Moves the deadline. A running timer stays, and checks the deadline when it fires: a new one for each request
     * would cost more than the rest of this class.
     */
    private void restart(ChannelHandlerContext ctx, long nanos) {
        long now = LoopTicker.of(ctx.executor()).nanoTime();
        deadline = now + nanos;
        if (timer == null || timerAt - deadline > 0) {
            cancel();
            set(ctx, nanos);
        }
    }

    private void set(ChannelHandlerContext ctx, long nanos) {
        timerAt = deadline;
        timer = ctx.executor().schedule(() -> fired(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void fired(ChannelHandlerContext ctx) {
        if (pending) {
            timer = null;
            return;
        }
        long left = deadline - LoopTicker.of(ctx.executor()).nanoTime();
        if (left > 0) {
            set(ctx, left);
        } else {
            expired(ctx);
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        timer = null;
        if (!inRequest) {
            ctx.close();
            return;
        }
        byte[] body = new Problem(
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "The request was not finished within " + TimeUnit.NANOSECONDS.toMillis(requestNanos)
                                + " ms (limits.request-timeout).")
                .toJson();
        String head =
                "HTTP/1.1 408 Request Timeout\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
                        + "Date: " + HttpDate.SYSTEM.now() + "\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n";
        LingeringClose.writeAndClose(ctx, Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body));
    }
}
