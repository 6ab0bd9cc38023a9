package io.ssegateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.ssegateway.config.TransportType;
import io.ssegateway.testing.RawClient;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = {"EPOLL", "NIO"})
class AcceptLimitTest {
    private static final int MAX = 4;
    private static final int FLOOD = 40;

    private final Transport transport;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<RawClient> clients = new ArrayList<>();
    private EventLoopGroup acceptor;
    private EventLoopGroup loop;
    private Channel listener;

    AcceptLimitTest(TransportType type) {
        transport = Transport.of(type);
    }

    @BeforeEach
    void listen() {
        acceptor = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        loop = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        ChannelInitializer<Channel> connections = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                begun.incrementAndGet();
            }
        };
        listener = new ServerBootstrap()
                .group(acceptor, loop)
                .channel(transport.serverChannel())
                .handler(new AcceptLimit(MAX, refused::incrementAndGet))
                .childHandler(connections)
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private RawClient connect() {
        RawClient client = RawClient.connect((InetSocketAddress) listener.localAddress());
        clients.add(client);
        return client;
    }

    @Test
    void shouldHoldWhileTheEventLoopOfTheConnectionsIsBusy() {
        CountDownLatch busy = new CountDownLatch(1);
        loop.execute(() -> await().until(() -> busy.await(30, TimeUnit.SECONDS)));
        for (int i = 0; i < FLOOD; i++) {
            connect();
        }
        await().until(() -> refused.get() == FLOOD - MAX);
        clients.subList(MAX, FLOOD).forEach(RawClient::awaitClosed);
        assertThat(begun).hasValue(0);
        busy.countDown();
        await().until(() -> begun.get() == MAX);
    }

    @Test
    void shouldLetTheNextOneInWhenOneHasLeft() {
        for (int i = 0; i < MAX; i++) {
            connect();
        }
        await().until(() -> begun.get() == MAX);
        connect().awaitClosed();
        clients.get(0).close();
        await().until(() -> {
            connect();
            return begun.get() > MAX;
        });
    }
}
