package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Publishing: what it costs, whom it reaches, and who leaves while it is under way. Streams on real event loops. */
class ShardedChannelGroupTest {
    private static final Topic A = new Topic("a");
    private static final Topic B = new Topic("b");

    @AutoClose
    private final LocalConnections connections = new LocalConnections(2);

    private final CountingMetrics metrics = new CountingMetrics();
    private final EventLog log = Settings.log();
    private final ShardedChannelGroup group = Settings.group(log, metrics);
    private final Queue<CloseReason> closed = new ConcurrentLinkedQueue<>();

    private Connection subscribe(Topic... topics) {
        return subscribe(connections.open(), topics);
    }

    private Connection subscribe(Connection connection, Topic... topics) {
        begin(List.of(connection), topics);
        return connection;
    }

    private List<Connection> subscribe(int count, Topic... topics) {
        List<Connection> opened = connections.open(count);
        begin(opened, topics);
        return opened;
    }

    /** Opens streams, and forgets the id that each begins with. */
    private void begin(List<Connection> opened, Topic... topics) {
        opened.forEach(connection -> group.add(subscriber(connection, topics)));
        group.flush();
        connections.settle();
        opened.forEach(connection -> connection.received().clear());
    }

    private Subscriber subscriber(Connection connection, Topic... topics) {
        connection.channel().pipeline().addLast(new StreamHandler(group::close));
        return new Subscriber(
                StreamWriters.http1(connection.channel(), false),
                "/test",
                Interest.in(topics),
                Duration.ZERO,
                closed::add);
    }

    private void append(Topic... topics) {
        Logs.append(log, topics);
    }

    private void publish(Topic... topics) {
        append(topics);
        connections.settle();
    }

    @Test
    void shouldGiveEachLoopOneTaskForAPublish() throws InterruptedException {
        subscribe(40, A);

        var tasks = connections.tasksOf(() -> append(A));

        assertThat(tasks.values()).containsExactly(1, 1);
        assertThat(metrics.events).hasValue(40);
    }

    @Test
    void shouldGiveEachLoopOneTaskForManyPublishesInARow() throws InterruptedException {
        List<Connection> all = subscribe(40, A);

        var tasks = connections.tasksOf(() -> IntStream.range(0, 50).forEach(i -> append(A)));

        assertThat(tasks.values()).containsExactly(1, 1);
        assertThat(metrics.events).hasValue(40 * 50);
        assertThat(metrics.writes).as("one for each stream").hasValue(40);
        assertThat(all).allMatch(connection -> updates(connection) == 50);
    }

    @Test
    void shouldGiveEachLoopOneTaskForAnyOperationWhereNettysGroupGivesOnePerChannel() throws InterruptedException {
        ChannelGroup netty = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        subscribe(40, A).forEach(connection -> netty.add(connection.channel()));

        assertThat(connections.tasksOf(() -> write(group)).values()).containsExactly(1, 1);
        assertThat(connections.tasksOf(group::flush).values()).containsExactly(1, 1);
        assertThat(connections.tasksOf(() -> write(netty)).values()).containsExactly(20, 20);
        assertThat(connections.tasksOf(group::close).values()).containsExactly(1, 1);
    }

    private static void write(ChannelGroup channels) {
        channels.writeAndFlush(Unpooled.copiedBuffer("x", StandardCharsets.UTF_8));
    }

    @Test
    void shouldLeaveALoopAloneThatHasNoStreams() throws InterruptedException {
        List<Connection> opened = connections.open(2);
        subscribe(opened.get(0), A);
        subscribe(opened.get(1), B);
        group.remove(opened.get(1).channel());
        connections.settle();
        EventLoop inhabited = opened.get(0).channel().eventLoop();
        EventLoop other = opened.get(1).channel().eventLoop();

        var tasks = connections.tasksOf(() -> append(A));

        assertThat(tasks).containsEntry(inhabited, 1).containsEntry(other, 0);
        assertThat(group.interested(A)).isEqualTo(1);
        assertThat(group.interested(B)).isZero();
    }

    @Test
    void shouldCopyOnceForEachLoopAndShareTheMemory() {
        Set<Object> memory = ConcurrentHashMap.newKeySet();
        subscribe(10, A)
                .forEach(connection -> connection.channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        memory.add(((ByteBuf) message).array());
                        ctx.write(message, promise);
                    }
                }));

        publish(A);

        assertThat(memory).hasSize(2);
    }

    @Test
    void shouldReachThoseWhoAskedAndEachOnce() {
        Connection a = subscribe(A);
        Connection b = subscribe(B);
        Connection both = subscribe(A, B);
        Connection none = subscribe();

        publish(A, B);

        assertThat(List.of(updates(a), updates(b), updates(both))).containsOnly(1L);
        assertThat(a.text()).isEqualTo("id: " + group.newest() + "\ndata: x\n\n");
        assertThat(none.received()).isEmpty();
        assertThat(metrics.events).hasValue(3);
        assertThat(metrics.writes).hasValue(3);
        assertThat(metrics.bytes).hasValue(3L * a.text().length());

        assertThat(group.interested(B)).isEqualTo(2);
        publish(B);
        assertThat(List.of(updates(b), updates(both))).containsOnly(2L);
        assertThat(updates(a)).isEqualTo(1);
    }

    @Test
    void shouldReachAStreamAsSoonAsItWasAddedOnItsLoop() {
        Connection connection = connections.open();
        connection
                .channel()
                .eventLoop()
                .submit(() -> {
                    group.add(subscriber(connection, A));
                    assertThat(group.interested(A)).isEqualTo(1);
                    append(A);
                })
                .syncUninterruptibly();
        connections.settle();

        assertThat(updates(connection)).isEqualTo(1);
    }

    @Test
    void shouldDeliverNothingOnceAStreamHasEnded() {
        Connection connection = subscribe(A);
        Subscriber subscriber = group.subscribers().iterator().next();

        subscriber.end(CloseReason.DRAIN);
        publish(A);

        assertThat(connection.text()).isEmpty();
        assertThat(closed).containsExactly(CloseReason.DRAIN);
        assertThat(group.subscriber(connection.channel())).isNull();
        assertThat(group.interested(A)).isZero();
    }

    @Test
    void shouldSkipAndRepeatNobodyWhenStreamsLeaveInTheMiddleOfAPass() {
        List<Connection> all = subscribe(60, A, B);
        Set<Channel> leaving = ConcurrentHashMap.newKeySet();
        // The write to each third stream fails and takes the streams before and behind it along, on the same loop.
        for (int i = 2; i < 58; i += 6) {
            List<Channel> victims = List.of(
                    all.get(i - 2).channel(),
                    all.get(i).channel(),
                    all.get(i + 2).channel());
            leaving.addAll(victims);
            all.get(i).channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                    ((ByteBuf) message).release();
                    ctx.fireExceptionCaught(new IOException("broken pipe"));
                    victims.forEach(Channel::close);
                }
            });
        }

        publish(B, A);
        List<Long> afterFirst = staying(all, leaving);
        publish(A, B);

        assertThat(afterFirst).hasSize(60 - leaving.size()).containsOnly(1L);
        assertThat(staying(all, leaving)).containsOnly(2L);
        assertThat(closed).hasSize(leaving.size()).containsOnly(CloseReason.CLIENT);
        assertThat(group.size()).isEqualTo(60 - leaving.size());
        assertThat(group.interested(A)).isEqualTo(60 - leaving.size());
    }

    private static long updates(Connection connection) {
        return Block.plain(connection.text()).blocks().stream()
                .filter(Block::isUpdate)
                .count();
    }

    private static List<Long> staying(List<Connection> all, Set<Channel> leaving) {
        return all.stream()
                .filter(connection -> !leaving.contains(connection.channel()))
                .map(ShardedChannelGroupTest::updates)
                .toList();
    }

    @Test
    void shouldTakeInNobodyWhoWasRemovedBeforeTheLoopCameToIt() throws InterruptedException {
        List<Connection> opened = connections.open(2);
        connections.tasksOf(() -> opened.forEach(connection -> {
            group.add(subscriber(connection, A));
            group.remove(connection.channel());
        }));

        assertThat(group.interested(A)).isZero();
        publish(A);
        assertThat(closed).hasSize(2);
        assertThat(opened)
                .allSatisfy(connection -> assertThat(connection.received()).isEmpty());
    }

    @Test
    void shouldTellOnceOnTheStreamsOwnLoopThatItClosed() {
        Connection connection = connections.open();
        List<Boolean> onLoop = new ArrayList<>();
        group.add(new Subscriber(
                StreamWriters.http1(connection.channel(), true),
                "/test",
                Interest.in(A),
                Duration.ZERO,
                reason -> onLoop.add(connection.channel().eventLoop().inEventLoop())));

        assertThat(group.remove(connection.channel())).isTrue();
        assertThat(group.remove(connection.channel())).isFalse();
        connection.channel().close().syncUninterruptibly();
        connections.settle();

        assertThat(onLoop).containsExactly(true);
        assertThat(metrics.opened).hasValue(1);
        assertThat(metrics.closed).hasSize(1);
    }

    @Test
    void shouldHaveLetAChannelGoWhenItsCloseFutureCompletes() throws InterruptedException {
        Connection connection = connections.open();
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        // Stands before the group's own listener, and so between the channel's end and the group's knowledge of it.
        connection.channel().closeFuture().addListener(done -> {
            closing.countDown();
            assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
        });
        subscribe(connection, A);
        connection.channel().close();
        assertThat(closing.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(connection.channel().closeFuture().isDone()).isTrue();

        ChannelGroupFuture allClosed = group.newCloseFuture();
        assertThat(allClosed.isDone())
                .as("while the group still has the channel")
                .isFalse();
        go.countDown();

        assertThat(allClosed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(group.size()).isZero();
    }

    @Test
    void shouldLeakNothingWhenALoopHasStopped() {
        List<Connection> opened = subscribe(4, A);
        ByteBuf message = Unpooled.copiedBuffer("x", StandardCharsets.UTF_8);
        connections.close();

        append(A);
        group.writeAndFlush(message);

        assertThat(message.refCnt()).isZero();
        assertThat(group.size()).isZero();
        assertThat(opened).allMatch(connection -> !connection.channel().isOpen());
        assertThat(closed).hasSize(4);
    }
}
