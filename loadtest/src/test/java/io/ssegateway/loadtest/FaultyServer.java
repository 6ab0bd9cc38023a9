package io.ssegateway.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small gateway with one event loop: greets each stream, fans out what is posted, cuts each event into two chunks. What a
 * test overrides is what it breaks; the overridden methods run on the event loop.
 */
class FaultyServer implements AutoCloseable {

    /** What a broken server says instead of an event to end the stream. */
    static final String END = "END";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> streams = new ArrayList<>();
    private final Channel listener;
    private int posted;

    FaultyServer() {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Routes());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    String url(String path) {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return "http://127.0.0.1:" + port + path;
    }

    /** What a stream gets, in this order, when the message with that number was posted. */
    List<String> deliveries(int stream, int number, String data) {
        return List.of(data);
    }

    /** The head of the answer to a stream. */
    HttpResponse streamHead() {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream;charset=utf-8")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return head;
    }

    HttpResponseStatus postStatus(int number) {
        return HttpResponseStatus.OK;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void send(Channel stream, String data) {
        if (data.equals(END)) {
            stream.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        ByteBuf event = Unpooled.buffer();
        SseEncoder.encode(ServerSentEvent.data(data), event);
        ByteBuf begin = event.readRetainedSlice(event.readableBytes() / 2);
        stream.write(new DefaultHttpContent(begin), stream.voidPromise());
        stream.writeAndFlush(new DefaultHttpContent(event), stream.voidPromise());
    }

    private final class Routes extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.GET)) {
                ctx.writeAndFlush(streamHead(), ctx.voidPromise());
                streams.add(ctx.channel());
                send(ctx.channel(), "{\"type\":\"welcome\",\"connectionId\":\"" + streams.size() + "\"}");
            } else {
                fanOut(request.content().toString(UTF_8));
                HttpResponse answer =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, postStatus(posted++), Unpooled.EMPTY_BUFFER);
                answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
                ctx.writeAndFlush(answer, ctx.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // The client went away.
        }

        /** {"message":"x"} becomes {"type":"broadcast","message":"x"}. */
        private void fanOut(String body) {
            String data = "{\"type\":\"broadcast\"," + body.substring(1);
            for (int stream = 0; stream < streams.size(); stream++) {
                for (String delivery : deliveries(stream, posted, data)) {
                    send(streams.get(stream), delivery);
                }
            }
        }
    }
}
