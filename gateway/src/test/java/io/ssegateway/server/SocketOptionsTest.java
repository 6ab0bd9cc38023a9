package io.ssegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.ssegateway.config.TransportConfig;
import io.ssegateway.config.TransportType;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options as the kernel has them on connections that a listener accepted. */
@ExtendWith(NoWarnings.class)
class SocketOptionsTest {
    private static final SocketOptions ALL = new SocketOptions(true, 24 * 1024, 32 * 1024, Duration.ofMillis(12_345));

    /** What is asked about a connection that was accepted with these options. */
    private interface Question {
        void ask(Channel accepted);
    }

    private static void onAccepted(SocketOptions options, TransportType type, boolean socketPerLoop, Question question)
            throws IOException, InterruptedException {
        Transport transport = Transport.of(type);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, transport.ioHandlers());
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        ChannelInitializer<Channel> connections = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accepted.add(channel);
            }
        };
        try {
            Listener listener = Listener.bind(
                    new Listener.Settings("127.0.0.1", 0, 16, 1024, socketPerLoop, options),
                    transport,
                    loops,
                    new AcceptLimit(16, () -> {}),
                    connections);
            try (RawClient client = RawClient.connect(listener.address())) {
                Channel channel = accepted.poll(30, TimeUnit.SECONDS);
                assertThat(channel).isNotNull();
                question.ask(channel);
                channel.close().awaitUninterruptibly();
                client.awaitClosed();
            } finally {
                listener.close();
            }
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeSetOnAcceptedConnections(boolean socketPerLoop) throws Exception {
        onAccepted(ALL, TransportType.EPOLL, socketPerLoop, accepted -> {
            assertThat(accepted.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isEqualTo(24 * 1024);
            assertThat(accepted.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                    .isEqualTo(12_345);
            // The kernel doubles what is set, for its bookkeeping.
            assertThat(accepted.config().getOption(ChannelOption.SO_SNDBUF)).isEqualTo(64 * 1024);
        });
    }

    @Test
    void shouldSetWithoutEpollWhatCanBeSet() throws Exception {
        // The JDK halves what the kernel has doubled.
        onAccepted(
                ALL,
                TransportType.NIO,
                true,
                accepted -> assertThat(accepted.config().getOption(ChannelOption.SO_SNDBUF))
                        .isEqualTo(32 * 1024));
    }

    @Test
    void shouldLeaveToTheKernelWhatIsZero() throws Exception {
        onAccepted(SocketOptions.OF_THE_KERNEL, TransportType.EPOLL, false, accepted -> {
            assertThat(accepted.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isZero();
            assertThat(accepted.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                    .isZero();
            assertThat(accepted.config().getOption(ChannelOption.SO_SNDBUF)).isNotEqualTo(64 * 1024);
        });
    }

    /** The largest values that the configuration takes are none that the kernel refuses. */
    @ParameterizedTest
    @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldTakeExtremesWithoutWarning(TransportType type) throws Exception {
        SocketOptions most = new SocketOptions(false, 1 << 30, 1 << 30, Duration.ofHours(1));
        SocketOptions least = new SocketOptions(false, 1, 1, Duration.ofMillis(1));
        for (SocketOptions options : new SocketOptions[] {most, least}) {
            onAccepted(
                    options,
                    type,
                    false,
                    accepted -> assertThat(accepted.isOpen()).isTrue());
        }
    }

    @Test
    void shouldComeFromTheConfiguration() {
        TransportConfig config = RunningGateway.config(
                        "transport.tcp-notsent-lowat=24KiB",
                        "transport.send-buffer=32KiB",
                        "transport.tcp-user-timeout=12345ms")
                .transport();

        assertThat(SocketOptions.of(config)).isEqualTo(ALL);
        assertThat(SocketOptions.of(ConfigLoader.defaults().transport()))
                .isEqualTo(new SocketOptions(true, 128 * 1024, 0, Duration.ofSeconds(60)));
    }
}
