package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real sockets that take a few kilobytes, so that writes are cut anywhere: what arrives must be whole blocks in order.
 */
class SlowSocketTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;
    private static final int LARGEST = 200 * 1024;

    private final CountingMetrics metrics = new CountingMetrics();
    private final EventLog log = Settings.log();
    private int published;
    private ShardedChannelGroup group = Settings.group(log, metrics);
    private MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private InetSocketAddress address = new InetSocketAddress(0);

    private void listen(boolean epoll, boolean chunked, int ringSize, SlowConsumerConfig slow) {
        assertThat(!epoll || Epoll.isAvailable())
                .as("epoll loads; this test needs Linux")
                .isTrue();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        group = new ShardedChannelGroup(
                "test", log, Settings.of(ringSize, Settings.NO_HEARTBEAT, Duration.ZERO, slow), metrics);
        loops = new MultiThreadIoEventLoopGroup(1, io);
        address = (InetSocketAddress) new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childOption(ChannelOption.SO_SNDBUF, 4 * 1024)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The initializer itself must be gone before the stream opens, as HTTP's handlers are.
                        channel.eventLoop().execute(() -> open(channel, chunked));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel()
                .localAddress();
    }

    private void open(Channel channel, boolean chunked) {
        channel.pipeline().addLast(new StreamHandler(group::close));
        Interest interest = Interest.in(A, B);
        group.add(
                new Subscriber(StreamWriters.http1(channel, chunked), "/test", interest, Duration.ZERO, reason -> {}));
        channel.flush();
    }

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(30_000);
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(address);
        await().until(() -> group.size() == 1);
        return socket;
    }

    private void publish(String data, Topic... topics) {
        Logs.await(log.append(Logs.update(null, data, topics)));
    }

    private List<String> all() {
        return Logs.data(Logs.readAll(log, Position.ORIGIN, Logs.ALL, 100));
    }

    private Subscriber subscriber() {
        return group.subscribers().iterator().next();
    }

    /** Publishes until the socket takes no more. */
    private void fill(Supplier<String> data, Topic... topics) {
        Subscriber subscriber = subscriber();
        int full = 0;
        while (full < 3) {
            publish(data.get(), topics);
            subscriber.channel().eventLoop().submit(() -> {}).syncUninterruptibly();
            full = group.status(subscriber).state().equals("lagging") ? full + 1 : 0;
        }
    }

    private static String data(Random random, int number) {
        int length = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(20);
            case 1 -> random.nextInt(3_000);
            case 2 -> random.nextInt(70_000);
            default -> random.nextInt(LARGEST);
        };
        return number + ":" + "x".repeat(length);
    }

    /** Reads some bytes at a time until the text so far is as wanted, or the stream ends. */
    private static String read(InputStream in, Random random, String so, Predicate<String> enough) throws IOException {
        StringBuilder text = new StringBuilder(so);
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int length = in.read(buffer, 0, 1 + random.nextInt(random.nextBoolean() ? 300 : buffer.length));
            if (length < 0) {
                return text.toString();
            }
            text.append(new String(buffer, 0, length, StandardCharsets.US_ASCII));
            String end = text.substring(Math.max(0, text.length() - 100));
            if (enough.test(end)) {
                return text.toString();
            }
        }
    }

    /** The reader stopped as soon as it had the last block; the end of its chunk may not have come yet. */
    private static String wholeChunks(String text) {
        return text.substring(0, text.lastIndexOf("\n\n") + 2) + "\r\n";
    }

    private static boolean hasLast(String end) {
        return end.contains("data: last\n\n");
    }

    @ParameterizedTest
    @CsvSource({"true, true, 1024", "true, false, 1024", "true, true, 4", "false, true, 1024", "false, false, 4"})
    void shouldDeliverWholeFramesInOrderWhereverTheSocketCutsThem(boolean epoll, boolean chunked, int ringSize)
            throws Exception {
        listen(epoll, chunked, ringSize, Settings.PATIENT);
        Random random = new Random(ringSize);
        try (Socket socket = connect()) {
            Thread publisher = new Thread(() -> {
                Random sizes = new Random(7);
                for (int i = 0; i < 250; i++) {
                    publish(data(sizes, i), i % 3 == 0 ? A : B);
                    if (i % 50 == 49) {
                        long read = subscriber().writer().events();
                        await().until(() -> subscriber().writer().events() > read
                                || subscriber().cursor() == null);
                    }
                }
                publish("last", A);
            });
            publisher.start();
            String text = read(socket.getInputStream(), random, "", SlowSocketTest::hasLast);
            publisher.join();
            text = chunked ? wholeChunks(text) : text;

            Block.Arrived arrived = chunked ? Block.chunks(text) : Block.plain(text);
            assertThat(arrived.rest()).isEmpty();
            assertThat(arrived.blocks().subList(1, arrived.blocks().size()))
                    .extracting(Block::data)
                    .isEqualTo(all());
            await().untilAsserted(() -> assertThat(metrics.lagging).hasValue(0));
            assertThat(metrics.events).hasValue(251);
            assertThat(group.status(subscriber()).state()).isEqualTo("live");
            assertThat(group.status(subscriber()).lagBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNeitherCutNorMixWhatIsWrittenOtherwiseWhileAFrameIsCut(boolean epoll) throws Exception {
        listen(epoll, true, 1024, Settings.PATIENT);
        Random random = new Random(3);
        try (Socket socket = connect()) {
            for (int i = 0; i < 30; i++) {
                fill(() -> "z".repeat(LARGEST), A);
                group.writeAndFlush(Unpooled.copiedBuffer("b\r\ndata: raw\n\n\r\n", StandardCharsets.US_ASCII));
                publish("after" + i, B);
            }
            String text = read(socket.getInputStream(), random, "", end -> end.contains("data: after29\n\n"));
            Block.Arrived arrived = Block.chunks(wholeChunks(text));
            assertThat(arrived.rest()).isEmpty();
            List<String> updates = arrived.blocks().stream()
                    .map(Block::data)
                    .filter(data -> data != null && !data.equals("raw"))
                    .toList();
            assertThat(updates).isEqualTo(all());
            assertThat(arrived.blocks())
                    .filteredOn(block -> "raw".equals(block.data()))
                    .hasSize(30);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndTheResponseBehindAWholeFrame(boolean epoll) throws Exception {
        listen(epoll, true, 1024, Settings.PATIENT);
        try (Socket socket = connect()) {
            fill(() -> "z".repeat(LARGEST), A);
            Frame farewell = Frame.of(ServerSentEvent.data("farewell"));
            subscriber().end(CloseReason.TOKEN_EXPIRED, farewell);
            subscriber().end(CloseReason.DRAIN, farewell);
            publish("late", A);

            Block.Arrived arrived = Block.chunks(read(socket.getInputStream(), new Random(1), "", end -> false));
            assertThat(arrived.ended()).isTrue();
            assertThat(arrived.blocks()).hasSizeGreaterThan(2);
            int last = arrived.blocks().size() - 1;
            assertThat(arrived.blocks().subList(1, last)).allMatch(block -> ("" + block.data()).length() == LARGEST);
            assertThat(arrived.blocks().get(last).data()).isEqualTo("farewell");
            await().until(() -> metrics.closed.size() == 1);
            assertThat(metrics.closed).containsExactly(CloseReason.TOKEN_EXPIRED);
            assertThat(metrics.lagging).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, SKIP", "true, LATEST", "false, SKIP", "false, LATEST"})
    void shouldPassOverWhatAReaderCannotKeepUpWith(boolean epoll, SlowConsumerPolicy policy) throws Exception {
        listen(epoll, true, 1024, Settings.slow(policy, 500_000, Duration.ofHours(1)));
        Random random = new Random(5);
        List<Block> blocks = new ArrayList<>();
        try (Socket socket = connect()) {
            String text = "";
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 20; i++) {
                    publish(data(random, published++), i % 2 == 0 ? A : B);
                }
                fill(() -> data(random, published++), B);
                text = read(socket.getInputStream(), random, text, end -> true);
            }
            publish("last", A);
            text = read(socket.getInputStream(), random, text, SlowSocketTest::hasLast);
            Block.Arrived arrived = Block.chunks(wholeChunks(text));
            assertThat(arrived.rest()).isEmpty();
            blocks.addAll(arrived.blocks());
        }

        List<String> updates =
                blocks.stream().filter(Block::isUpdate).map(Block::data).toList();
        assertThat(all()).as("in order, each at most once").containsSubsequence(updates);
        assertThat(updates).hasSizeLessThan(all().size()).endsWith("last").doesNotHaveDuplicates();
        if (policy == SlowConsumerPolicy.SKIP) {
            assertThat(metrics.gaps).isNotEmpty();
            GapCheck.check(blocks.subList(1, blocks.size()), Logs.readAll(log, Position.ORIGIN, Logs.ALL, 100));
        } else {
            assertThat(blocks).noneMatch(Block::isGap);
            List<String> sent = all();
            assertThat(updates).contains(sent.get(sent.size() - 2));
        }
        assertThat(metrics.closed).doesNotContain(CloseReason.SLOW_CONSUMER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDisconnectOneThatDoesNotReadAndKeepLittleForIt(boolean epoll) throws Exception {
        listen(epoll, true, 16, Settings.slow(SlowConsumerPolicy.DISCONNECT, 2 << 20, Duration.ofSeconds(2)));
        try (Socket socket = connect()) {
            fill(() -> "z".repeat(LARGEST), A);
            Channel channel = subscriber().channel();
            long waiting = channel.eventLoop()
                    .submit(() -> channel.unsafe().outboundBuffer() == null
                            ? 0
                            : channel.unsafe().outboundBuffer().totalPendingWriteBytes())
                    .get();
            for (int i = 0; i < 15; i++) {
                publish("z".repeat(LARGEST), A);
            }
            await().until(() -> metrics.closed.size() == 1);

            assertThat(metrics.closed).containsExactly(CloseReason.SLOW_CONSUMER);
            assertThat(waiting).isLessThan(epoll ? 4 * 1024L : 2L * LARGEST);
            assertThat(metrics.lagging).hasValue(0);
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
