package io.ssegateway.loadtest.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;

/** Event loops: epoll where there is epoll, else NIO. */
public final class Transport {

    public static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private Transport() {}

    public static EventLoopGroup eventLoops(int count) {
        return new MultiThreadIoEventLoopGroup(
                count, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** The channels that these loops take. */
    public static Class<? extends Channel> channelType() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** @throws IllegalStateException if the loops do not end in time */
    public static void shutDown(EventLoopGroup loops) throws InterruptedException {
        if (!loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the event loops did not end within 30 s");
        }
    }
}
