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
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small gateway with one event loop: greets each stream, fans out what is posted, cuts each event into two chunks,
 * remembers everything. What a test overrides is what it breaks; the overridden methods run on the event loop.
 */
public class FaultyServer implements AutoCloseable {

    /** What a broken server says instead of an event to end the stream. */
    static final String END = "END";

    /** How the data of a gap begins. */
    static final String GAP = "{\"reason\":";

    private static final Pattern UPDATE = Pattern.compile("\\{\"topics\":\\[\"([^\"]*)\"],\"data\":\"([^\"]*)\"}");

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Stream> streams = new ArrayList<>();
    private final List<Update> history = new ArrayList<>();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final Channel listener;
    private int posted;

    /** A stream; its one topic is empty if it has asked for none. */
    private record Stream(Channel channel, List<String> topics) {}

    private record Update(String topic, String data) {}

    public FaultyServer() {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        clients.add(((InetSocketAddress) channel.remoteAddress())
                                .getAddress()
                                .getHostAddress());
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Routes());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    public String url(String path) {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return "http://127.0.0.1:" + port + path;
    }

    /** Whence connections came. */
    public List<String> clientAddresses() {
        return List.copyOf(clients);
    }

    /** What a stream gets, in this order, when the message with that number was posted. */
    List<String> deliveries(int stream, int number, String data) {
        return List.of(data);
    }

    /** What a stream that asks for all there is gets in place of a topic's history. */
    List<String> replay(int stream, List<String> history) {
        return history;
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
        ServerSentEvent.Builder builder = ServerSentEvent.builder().data(data);
        if (data.startsWith(GAP)) {
            builder.event("gap");
        }
        SseEncoder.encode(builder.build(), event);
        ByteBuf begin = event.readRetainedSlice(event.readableBytes() / 2);
        stream.write(new DefaultHttpContent(begin), stream.voidPromise());
        stream.writeAndFlush(new DefaultHttpContent(event), stream.voidPromise());
    }

    private final class Routes extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.GET)) {
                open(ctx.channel(), new QueryStringDecoder(request.uri()));
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

        private void open(Channel channel, QueryStringDecoder uri) {
            List<String> topics = uri.parameters().getOrDefault("topic", List.of(""));
            channel.writeAndFlush(streamHead(), channel.voidPromise());
            streams.add(new Stream(channel, topics));
            send(channel, "{\"type\":\"welcome\",\"connectionId\":\"" + streams.size() + "\"}");
            if (uri.parameters().containsKey("lastEventID")) {
                List<String> ofTopic = history.stream()
                        .filter(update -> topics.contains(update.topic()))
                        .map(Update::data)
                        .toList();
                replay(streams.size() - 1, ofTopic).forEach(data -> send(channel, data));
            }
        }

        /** {"message":"x"} becomes {"type":"broadcast","message":"x"}; updates are taken one by one. */
        private void fanOut(String body) {
            if (body.startsWith("{\"message\"")) {
                fanOut("", "{\"type\":\"broadcast\"," + body.substring(1));
                return;
            }
            Matcher update = UPDATE.matcher(body);
            while (update.find()) {
                fanOut(update.group(1), update.group(2));
            }
        }

        private void fanOut(String topic, String data) {
            history.add(new Update(topic, data));
            for (int number = 0; number < streams.size(); number++) {
                Stream stream = streams.get(number);
                if (stream.topics().contains(topic)) {
                    deliveries(number, posted, data).forEach(delivery -> send(stream.channel(), delivery));
                }
            }
        }
    }
}
