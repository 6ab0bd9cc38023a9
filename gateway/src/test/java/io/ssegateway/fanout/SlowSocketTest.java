package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.topic.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real socket whose client does not read, next to one whose client does. */
class SlowSocketTest {
    private static final Topic TOPIC = new Topic("t");
    private static final int EVENT_LENGTH = 16 * 1024;
    private static final int LARGE_LENGTH = 1024 * 1024;
    private static final int ENOUGH = 4_000;

    private final CountingMetrics metrics = new CountingMetrics();
    private final ShardedChannelGroup group = new ShardedChannelGroup("test", Duration.ZERO, Duration.ZERO, metrics);
    private final Queue<Integer> slowPorts = new ConcurrentLinkedQueue<>();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void listen() {
        address = (InetSocketAddress) new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 4 * 1024)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 64 * 1024))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        int port = ((InetSocketAddress) channel.remoteAddress()).getPort();
                        channel.pipeline().addLast(new StreamHandler(group));
                        group.add(new Subscriber(channel, "/test", List.of(TOPIC), false, reason -> {
                            if (reason == CloseReason.SLOW_CONSUMER) {
                                slowPorts.add(port);
                            }
                        }));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel()
                .localAddress();
    }

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void shouldCutOffTheOneThatDoesNotReadAndNobodyElse() throws IOException {
        try (Socket slow = new Socket();
                Socket fast = new Socket()) {
            slow.setReceiveBufferSize(4 * 1024);
            slow.connect(address);
            fast.connect(address);
            await().until(() -> group.size() == 2);

            byte[] event = new byte[EVENT_LENGTH + "data: \n\n".length()];
            int published = 0;
            while (slowPorts.isEmpty() && published < ENOUGH) {
                publish(EVENT_LENGTH);
                published++;
                // Reads every event before the next one comes.
                assertThat(fast.getInputStream().readNBytes(event, 0, event.length))
                        .isEqualTo(event.length);
            }

            assertThat(slowPorts).containsExactly(slow.getLocalPort());
            await().until(() -> group.size() == 1);
            publish(EVENT_LENGTH);
            assertThat(fast.getInputStream().readNBytes(event, 0, event.length)).isEqualTo(event.length);
            assertThat(metrics.closed).containsExactly(CloseReason.SLOW_CONSUMER);
        }
    }

    @Test
    void shouldKeepASlowReaderOfOneLargeEvent() throws IOException {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4 * 1024);
            slow.connect(address);
            await().until(() -> group.size() == 1);
            Channel channel = group.iterator().next();

            publish(LARGE_LENGTH);
            // The socket takes a few kilobytes; the rest waits.
            assertThat(channel.eventLoop()
                            .submit(channel::isWritable)
                            .syncUninterruptibly()
                            .getNow())
                    .isFalse();
            assertThat(channel.isOpen()).isTrue();

            assertThat(read(slow, LARGE_LENGTH)).isEqualTo("data: " + "x".repeat(LARGE_LENGTH) + "\n\n");
            publish(1);
            assertThat(read(slow, 1)).isEqualTo("data: x\n\n");
            assertThat(metrics.closed).isEmpty();
            assertThat(metrics.events).hasValue(2);
        }
    }

    private static String read(Socket socket, int eventLength) throws IOException {
        return new String(
                socket.getInputStream().readNBytes(eventLength + "data: \n\n".length()), StandardCharsets.US_ASCII);
    }

    private void publish(int eventLength) {
        Frame frame = Streams.frame("x".repeat(eventLength));
        group.publish(List.of(TOPIC), frame, 0);
        frame.release();
    }
}
