package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIterable;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelId;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupException;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatchers;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on a group that holds channels whose event loop has stopped, next to one whose loop runs. */
class EventLoopChannelGroupTest {
    private final LocalConnections stopped = new LocalConnections(1);

    @AutoClose
    private final LocalConnections running = new LocalConnections(1);

    private final List<Channel> dead =
            stopped.open(2).stream().map(Connection::channel).toList();
    private final Connection alive = running.open();
    private final Fixed group = new Fixed(List.of(dead.get(0), alive.channel(), dead.get(1)));

    /** A group whose members stay, closed or not. */
    private static final class Fixed extends EventLoopChannelGroup {
        private final List<Channel> channels;

        Fixed(List<Channel> channels) {
            super("fixed");
            this.channels = channels;
        }

        @Override
        public Iterator<Channel> iterator() {
            return channels.iterator();
        }

        @Override
        public int size() {
            return channels.size();
        }

        @Override
        protected void beforeWrite(Channel channel) {
            // Its channels have no frames that could be cut.
        }

        @Override
        public @Nullable Channel find(ChannelId id) {
            return null;
        }
    }

    /** What answers a future for each channel. */
    static Stream<Named<Function<ChannelGroup, ChannelGroupFuture>>> operations() {
        return Stream.of(
                Named.of("write", group -> {
                    ChannelGroupFuture written = group.write(text());
                    group.flush();
                    return written;
                }),
                Named.of("writeAndFlush", group -> group.writeAndFlush(text())),
                Named.of("disconnect", ChannelGroup::disconnect),
                Named.of("close", ChannelGroup::close));
    }

    @BeforeEach
    void stop() {
        EventLoop loop = dead.get(0).eventLoop();
        stopped.close();
        assertThat(loop.isShutdown()).isTrue();
    }

    private static ByteBuf text() {
        return Unpooled.copiedBuffer("x", StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shouldFailForTheChannelsOfAStoppedLoopOnly(Function<ChannelGroup, ChannelGroupFuture> operation)
            throws InterruptedException {
        ChannelGroupFuture future = operation.apply(group);

        for (Channel channel : dead) {
            ChannelFuture ofChannel = future.find(channel);
            assertThat(ofChannel.isDone()).isTrue();
            assertThat(ofChannel.cause()).isInstanceOf(RejectedExecutionException.class);
        }
        assertThat(future.await(30, TimeUnit.SECONDS))
                .as("the group's future completes")
                .isTrue();
        assertThat(future.find(alive.channel()).isSuccess()).isTrue();
        assertThat(future.isPartialSuccess()).isTrue();
        assertThatThrownBy(future::sync).isInstanceOf(ChannelGroupException.class);
        assertThatIterable(future.cause()).hasSize(2).allSatisfy(entry -> {
            assertThat(dead).contains(entry.getKey());
            assertThat(entry.getValue()).isInstanceOf(RejectedExecutionException.class);
        });
    }

    @Test
    void shouldReleaseTheMessageOnceHoweverManyLoopsHaveStopped() {
        for (boolean voidPromise : new boolean[] {false, true}) {
            for (boolean flush : new boolean[] {false, true}) {
                ByteBuf message = text();
                message.retain();
                if (flush) {
                    group.writeAndFlush(message, ChannelMatchers.all(), voidPromise);
                } else {
                    group.write(message, ChannelMatchers.all(), voidPromise);
                    group.flush();
                }
                running.settle();
                assertThat(message.refCnt()).as("the test's own reference").isEqualTo(1);
                message.release();
            }
        }
        assertThat(alive.text()).isEqualTo("xxxx");
    }

    @Test
    void shouldFlushTheOthersAndCompleteVoidWritesAtOnce() {
        group.write(text());
        running.settle();
        assertThat(alive.received()).isEmpty();

        assertThatObject(group.flush()).isSameAs(group);
        running.settle();

        assertThat(alive.text()).isEqualTo("x");
        assertThat(group.writeAndFlush(text(), ChannelMatchers.all(), true).isSuccess())
                .isTrue();
    }

    @Test
    void shouldNotLetTheGroupsFutureBeCancelled() {
        ChannelGroupFuture closed = group.newCloseFuture(ChannelMatchers.is(alive.channel()));

        assertThat(closed.isCancellable()).isFalse();
        assertThat(closed.cancel(true)).isFalse();
        assertThat(closed.isCancelled()).isFalse();
        assertThat(closed.isDone()).isFalse();
        alive.channel().close().syncUninterruptibly();
        assertThat(closed.awaitUninterruptibly(30, TimeUnit.SECONDS)).isTrue();
        assertThat(closed.isSuccess()).isTrue();
    }
}
