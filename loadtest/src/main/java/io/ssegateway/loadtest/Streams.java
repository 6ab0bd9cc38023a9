package io.ssegateway.loadtest;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Opens the streams of a run, only so many at a time that the server's accept queue does not overflow. */
final class Streams {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final EventLoopGroup loops;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Bootstrap bootstrap;
    private final URI url;
    private final String run;
    private final List<DeliveryCheck> checks;
    private final Tally tally;
    private final AtomicInteger started = new AtomicInteger();

    Streams(URI url, InetSocketAddress address, String run, int count, int messages, Tally tally) {
        this.url = url;
        this.run = run;
        this.tally = tally;
        this.checks = IntStream.range(0, count)
                .mapToObj(stream -> new DeliveryCheck(messages))
                .toList();
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory transport = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), transport);
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .remoteAddress(address);
    }

    /** Starts opening all streams, so many at a time, and returns at once: the {@link Tally} tells how it goes. */
    void open(int connectsUnderWay) {
        for (int i = 0; i < connectsUnderWay; i++) {
            openNext();
        }
    }

    private void openNext() {
        int stream = started.getAndIncrement();
        if (stream >= checks.size()) {
            return;
        }
        StreamHandler handler = new StreamHandler(url, run, checks.get(stream), tally, this::openNext);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new HttpClientCodec(), handler);
                    }
                })
                .connect()
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        tally.streamFailed(String.valueOf(connected.cause().getMessage()));
                        openNext();
                    }
                });
    }

    /**
     * Closes everything and waits for it.
     *
     * @return the checks, to read from any thread from now on
     * @throws IllegalStateException if the event loops do not end in time
     */
    List<DeliveryCheck> close() throws InterruptedException {
        started.set(checks.size());
        // Closed one by one, because a loop that is told to shut down while it runs a task may leave its channels open.
        channels.close().await(30, TimeUnit.SECONDS);
        if (!loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the event loops did not end within 30 s");
        }
        return checks;
    }
}
