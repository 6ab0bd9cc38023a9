package io.ssegateway.loadtest.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A keep-alive connection that publishes, with one request under way at a time: only then is there an order that the
 * streams can be held to. All its methods but {@link #open} and {@link #close} belong to its event loop.
 */
public final class PublishConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Channel channel;
    private @Nullable Promise<Void> underWay;

    private PublishConnection(Channel channel) {
        this.channel = channel;
    }

    /**
     * Connects, and waits for it.
     *
     * @throws IOException if the server cannot be reached
     */
    public static PublishConnection open(EventLoopGroup loops, URI url) throws IOException, InterruptedException {
        var connect = new Bootstrap()
                .group(loops)
                .channel(Transport.channelType())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Transport.CONNECT_TIMEOUT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MAX_ANSWER_BYTES),
                                        new PublishConnection(channel));
                    }
                })
                .connect(Target.address(url))
                .await();
        if (!connect.isSuccess()) {
            throw new IOException(String.valueOf(connect.cause().getMessage()));
        }
        return connect.channel().pipeline().get(PublishConnection.class);
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Sends the request; the future completes with the answer, and fails with a sentence if that is not a success. */
    public Future<Void> publish(Post post) {
        if (underWay != null) {
            throw new IllegalStateException("a request is in progress");
        }
        Promise<Void> answered = loop().newPromise();
        underWay = answered;
        ByteBuf content =
                ByteBufUtil.encodeString(channel.alloc(), CharBuffer.wrap(post.body()), StandardCharsets.UTF_8);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, Target.path(post.url()), content);
        request.headers()
                .set(HttpHeaderNames.HOST, post.url().getRawAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, post.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        channel.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                settle(new IOException(
                        "it could not be sent: " + written.cause().getMessage()));
            }
        });
        return answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse answer) {
        boolean taken = answer.status().codeClass() == HttpStatusClass.SUCCESS;
        settle(
                taken
                        ? null
                        : new IOException("answered " + answer.status() + ": "
                                + answer.content().toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        settle(new IOException("the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        settle(new IOException(String.valueOf(cause.getMessage())));
        ctx.close();
    }

    private void settle(@Nullable IOException fault) {
        Promise<Void> answered = underWay;
        if (answered == null) {
            return;
        }
        underWay = null;
        if (fault == null) {
            answered.setSuccess(null);
        } else {
            answered.setFailure(fault);
        }
    }

    /** Closes it, without waiting. */
    public void close() {
        channel.close();
    }
}
