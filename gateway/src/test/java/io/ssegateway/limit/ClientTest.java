package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.ssegateway.testing.RawClient;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientTest {

    /** As while a request waits for its answer: what the client sends, its end included, is not read. */
    @Test
    void shouldSeeThatAClientHasLeftWhoseConnectionIsNotRead() throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        ChannelInitializer<Channel> connections = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accepted.add(channel);
            }
        };
        try {
            InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                    .group(loops)
                    .channel(EpollServerSocketChannel.class)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childHandler(connections)
                    .bind("127.0.0.1", 0)
                    .syncUninterruptibly()
                    .channel()
                    .localAddress();
            RawClient peer = RawClient.connect(address).send("x");
            Channel channel = accepted.poll(30, TimeUnit.SECONDS);
            assertThat(channel).isNotNull();
            Client client = Client.of(channel);
            assertThat(client.isGone().getAsBoolean()).isFalse();

            peer.close();
            await().until(client.isGone()::getAsBoolean);
            channel.close().syncUninterruptibly();
            assertThat(client.isGone().getAsBoolean()).isTrue();
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
