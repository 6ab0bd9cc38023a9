package io.ssegateway.loadtest.client;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseDecoder;
import io.ssegateway.protocol.sse.SseListener;
import java.net.URI;

/** One stream: asks for it, reads it as a browser would, and hands what comes to its {@link StreamReader}. */
final class StreamHandler extends SimpleChannelInboundHandler<HttpObject> implements SseListener {

    private static final String EVENT_STREAM = "text/event-stream";

    private final URI url;
    private final StreamReader reader;
    private final Runnable settled;
    private final SseDecoder decoder = new SseDecoder(this);
    private State state = State.WAITING;
    private String closeReason = "the server closed the connection";

    private enum State {
        WAITING,
        OPEN,
        REFUSED
    }

    /** @param settled called once, when the stream is open or has failed */
    StreamHandler(URI url, StreamReader reader, Runnable settled) {
        this.url = url;
        this.reader = reader;
        this.settled = settled;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, Target.path(url));
        request.headers().set(HttpHeaderNames.HOST, url.getRawAuthority()).set(HttpHeaderNames.ACCEPT, EVENT_STREAM);
        ctx.writeAndFlush(request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (state == State.WAITING && part instanceof HttpResponse response) {
            head(ctx, response);
        }
        if (state == State.OPEN && part instanceof HttpContent content) {
            reader.received(content.content().readableBytes());
            decoder.decode(content.content());
            if (part instanceof LastHttpContent) {
                closeReason = "the server ended it";
                ctx.close();
            }
        }
    }

    private void head(ChannelHandlerContext ctx, HttpResponse response) {
        String contentType = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "none");
        if (response.status().equals(HttpResponseStatus.OK) && contentType.startsWith(EVENT_STREAM)) {
            state = State.OPEN;
            reader.opened();
            settled.run();
        } else {
            state = State.REFUSED;
            closeReason = "answered " + response.status() + " with content type " + contentType;
            ctx.close();
        }
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        reader.event(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.OPEN) {
            reader.closed(closeReason);
        } else {
            reader.failed(closeReason);
            settled.run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        closeReason = String.valueOf(cause.getMessage());
        ctx.close();
    }
}
