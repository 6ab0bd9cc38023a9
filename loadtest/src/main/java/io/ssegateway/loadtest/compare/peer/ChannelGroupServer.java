package io.ssegateway.loadtest.compare.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.loadtest.client.Transport;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as anyone would write them with Netty alone: its HTTP codec stays in the pipeline, and an event
 * goes to a {@link DefaultChannelGroup} of all streams. Any GET subscribes, any POST is an event whose data is the
 * body.
 */
public final class ChannelGroupServer {

    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int ACCEPT_QUEUE = 4_096;

    private ChannelGroupServer() {}

    /** Serves until the process ends; the one argument is the port. */
    public static void main(String[] args) throws InterruptedException {
        start(Integer.parseInt(args[0])).closeFuture().sync();
    }

    private static Channel start(int port) throws InterruptedException {
        // As many loops as the gateway has by default.
        EventLoopGroup loops = Transport.eventLoops(Runtime.getRuntime().availableProcessors());
        Handler handler = new Handler(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE));
        return new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, ACCEPT_QUEUE)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_BODY_BYTES), handler);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
    }

    @Sharable
    private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final ChannelGroup streams;

        Handler(ChannelGroup streams) {
            this.streams = streams;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.POST)) {
                publish(ctx, request.content().toString(StandardCharsets.UTF_8));
            } else {
                subscribe(ctx);
            }
        }

        private void subscribe(ChannelHandlerContext ctx) {
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
            HttpUtil.setTransferEncodingChunked(head, true);
            ctx.writeAndFlush(head);
            streams.add(ctx.channel());
        }

        private void publish(ChannelHandlerContext ctx, String data) {
            FullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            HttpUtil.setContentLength(answer, 0);
            ctx.writeAndFlush(answer);
            ByteBuf event = ByteBufUtil.writeUtf8(ctx.alloc(), "data: " + data + "\n\n");
            streams.writeAndFlush(new DefaultHttpContent(event));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Most often a client that went away in the middle.
            ctx.close();
        }
    }
}
