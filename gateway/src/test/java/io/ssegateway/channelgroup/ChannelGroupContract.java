package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCollection;
import static org.assertj.core.api.Assertions.assertThatComparable;
import static org.assertj.core.api.Assertions.assertThatIterable;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupException;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatchers;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users of Netty rely on when they hold a {@link ChannelGroup}; channels on two event loops. */
public abstract class ChannelGroupContract {
    private final LocalConnections connections = new LocalConnections(2);
    private final ChannelGroup group = newGroup("group");
    private List<Connection> members = List.of();

    protected abstract ChannelGroup newGroup(String name);

    @BeforeEach
    void fill() {
        members = connections.open(4);
        members.forEach(member -> assertThat(group.add(member.channel())).isTrue());
        connections.settle();
    }

    @AfterEach
    void close() {
        connections.close();
    }

    private Channel channel(int index) {
        return members.get(index).channel();
    }

    private List<Channel> channels() {
        return members.stream().map(Connection::channel).toList();
    }

    private List<String> received() {
        connections.settle();
        return members.stream().map(Connection::text).toList();
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    void shouldAddAChannelOnce() {
        assertThat(group.add(channel(0))).isFalse();
        assertThatCollection(group).hasSize(4);
        assertThat(group.isEmpty()).isFalse();
        assertThat(group.contains(channel(0))).isTrue();
        assertThat(group.find(channel(0).id())).isSameAs(channel(0));
        assertThatCollection(newGroup("other")).isEmpty();
        assertThat(newGroup("other").isEmpty()).isTrue();
    }

    @Test
    void shouldRemoveByChannelAndById() {
        Object id = channel(1).id();
        assertThat(group.remove(channel(0))).isTrue();
        assertThat(group.remove(channel(0))).isFalse();
        assertThat(group.remove(id)).isTrue();
        assertThat(group.remove(id)).isFalse();

        assertThatCollection(group).containsExactlyInAnyOrder(channel(2), channel(3));
        assertThat(group.find(channel(0).id())).isNull();
        assertThat(group.contains(channel(0))).isFalse();
        assertThat(channel(0).isOpen()).isTrue();
    }

    @Test
    void shouldNotKnowWhatWasNeverAdded() {
        Object unrelated = "a string";

        assertThat(group.contains(unrelated)).isFalse();
        assertThat(group.remove(unrelated)).isFalse();
        assertThat(group.remove(connections.open().channel())).isFalse();
        assertThat(group.find(DefaultChannelId.newInstance())).isNull();
        assertThatCollection(group).hasSize(4);
    }

    @Test
    void shouldIterateOverEachChannelOnce() {
        List<Channel> seen = new ArrayList<>();
        Iterator<Channel> iterator = group.iterator();
        iterator.forEachRemaining(seen::add);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(channels());
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThat(group.toArray()).containsExactlyInAnyOrder(channels().toArray());
        assertThat(group.toArray(new Channel[0]))
                .containsExactlyInAnyOrder(channels().toArray(new Channel[0]));
        assertThat(group.stream()).hasSize(4);
    }

    @Test
    void shouldRemoveThroughTheIterator() {
        Iterator<Channel> iterator = group.iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        Channel first = iterator.next();
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);

        assertThatCollection(group).hasSize(3).doesNotContain(first);
        assertThat(iterator).toIterable().hasSize(3);
    }

    @Test
    void shouldDoWhatSetsDo() {
        Channel stranger = connections.open().channel();

        assertThat(group.containsAll(channels())).isTrue();
        assertThat(group.containsAll(List.of(channel(0), stranger))).isFalse();
        assertThat(group.addAll(List.of(channel(0), stranger))).isTrue();
        assertThat(group.removeAll(Set.of(stranger, channel(0)))).isTrue();
        assertThat(group.retainAll(Set.of(channel(1)))).isTrue();
        assertThatCollection(group).containsExactly(channel(1));
        assertThat(group.removeIf(channel -> true)).isTrue();
        assertThatCollection(group).isEmpty();
    }

    @Test
    void shouldForgetButNotCloseWhenCleared() {
        group.clear();

        assertThatCollection(group).isEmpty();
        assertThat(channels()).allMatch(Channel::isOpen);
        assertThat(group.addAll(channels())).isTrue();
        assertThatCollection(group).hasSize(4);
    }

    @Test
    void shouldLoseAChannelThatCloses() {
        channel(0).close().syncUninterruptibly();
        connections.settle();

        assertThatCollection(group).hasSize(3).doesNotContain(channel(0));
    }

    @Test
    void shouldLoseAChannelThatClosesAfterItWasAddedAgain() {
        group.remove(channel(0));
        group.add(channel(0));
        channel(0).close().syncUninterruptibly();
        connections.settle();

        assertThatCollection(group).hasSize(3).doesNotContain(channel(0));
    }

    @Test
    void shouldNotKeepAChannelThatIsClosedAlready() {
        Channel closed = connections.open().channel();
        closed.close().syncUninterruptibly();

        group.add(closed);
        connections.settle();

        assertThatCollection(group).hasSize(4).doesNotContain(closed);
    }

    @Test
    void shouldWriteToAllAndReleaseTheMessageOnce() {
        ByteBuf message = text("hello");
        ByteBuf watched = message.retainedDuplicate();

        ChannelGroupFuture future = group.writeAndFlush(message).syncUninterruptibly();

        assertThat(received()).containsOnly("hello");
        assertThat(future.isSuccess()).isTrue();
        assertThat(watched.refCnt()).isEqualTo(1);
        watched.release();
    }

    @Test
    void shouldHoldBackWritesUntilTheyAreFlushed() {
        ChannelGroupFuture written = group.write(text("a"));
        assertThat(received()).containsOnly("");
        assertThat(written.isDone()).isFalse();

        assertThatObject(group.flush(ChannelMatchers.is(channel(0)))).isSameAs(group);
        assertThat(received()).containsExactly("a", "", "", "");

        assertThatObject(group.flush()).isSameAs(group);
        written.syncUninterruptibly();
        assertThat(received()).containsOnly("a");
    }

    @Test
    void shouldWriteInTheOrderOfTheCalls() {
        for (int i = 0; i < 50; i++) {
            group.writeAndFlush(text(i + " "));
        }
        String expected =
                String.join("", IntStream.range(0, 50).mapToObj(i -> i + " ").toList());
        assertThat(received()).containsOnly(expected);
    }

    @Test
    void shouldWriteOnlyWhereTheMatcherMatches() {
        ChannelGroupFuture future = group.writeAndFlush(text("x"), ChannelMatchers.isNot(channel(2)))
                .syncUninterruptibly();

        assertThat(received()).containsExactly("x", "x", "", "x");
        assertThat(future.find(channel(2))).isNull();
        assertThatIterable(future).hasSize(3);
    }

    @Test
    void shouldReleaseAMessageThatNobodyGets() {
        ByteBuf first = text("x");
        ByteBuf second = text("x");
        ByteBuf third = text("x");

        assertThat(group.write(first, channel -> false).isSuccess()).isTrue();
        assertThatObject(group.writeAndFlush(second, channel -> false, true).group())
                .isSameAs(group);
        assertThat(newGroup("empty").writeAndFlush(third).isSuccess()).isTrue();

        assertThat(List.of(first.refCnt(), second.refCnt(), third.refCnt())).containsOnly(0);
    }

    @Test
    void shouldGiveEachChannelItsOwnView() {
        channels()
                .forEach(channel -> channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        ((ByteBuf) message).skipBytes(1);
                        ctx.write(message, promise);
                    }
                }));
        ByteBuf message = text("_view");

        group.writeAndFlush(message).syncUninterruptibly();

        assertThat(received()).containsOnly("view");
        assertThat(message.refCnt()).isZero();
    }

    @Test
    void shouldWriteHoldersAndOtherObjects() {
        DefaultByteBufHolder holder = new DefaultByteBufHolder(text("held"));

        group.writeAndFlush(holder).syncUninterruptibly();
        group.writeAndFlush("an object").syncUninterruptibly();
        connections.settle();

        assertThat(members)
                .allSatisfy(member -> assertThat(member.received()).hasSize(2).contains("an object"));
        assertThat(holder.refCnt()).isZero();
    }

    @Test
    void shouldWriteWithoutPromisesWhereAskedTo() {
        ByteBuf message = text("quiet ");
        ByteBuf second = text("write");

        assertThatObject(group.write(message, ChannelMatchers.all(), true).group())
                .isSameAs(group);
        group.writeAndFlush(second, ChannelMatchers.all(), true);

        assertThat(received()).containsOnly("quiet write");
        assertThat(List.of(message.refCnt(), second.refCnt())).containsOnly(0);
    }

    @Test
    void shouldTellThatSomeWritesFailed() {
        IOException broken = new IOException("broken");
        channel(1).pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                promise.setFailure(broken);
            }
        });
        ByteBuf message = text("x");

        ChannelGroupFuture future = group.writeAndFlush(message).awaitUninterruptibly();

        assertThat(future.isDone()).isTrue();
        assertThat(future.isSuccess()).isFalse();
        assertThat(future.isPartialSuccess()).isTrue();
        assertThat(future.isPartialFailure()).isTrue();
        assertThatIterable(future.cause()).hasSize(1).allSatisfy(failed -> {
            assertThat(failed.getKey()).isSameAs(channel(1));
            assertThat(failed.getValue()).isSameAs(broken);
        });
        assertThatThrownBy(future::sync).isInstanceOf(ChannelGroupException.class);
        assertThat(future.find(channel(1)).isSuccess()).isFalse();
        assertThat(future.find(channel(0)).isSuccess()).isTrue();
        assertThat(received()).containsExactly("x", "", "x", "x");
        assertThat(message.refCnt()).isZero();
    }

    @Test
    void shouldTellThatAllWritesFailed() {
        channels()
                .forEach(channel -> channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        promise.setFailure(new IOException("broken"));
                    }
                }));

        ChannelGroupFuture future = group.writeAndFlush(text("x")).awaitUninterruptibly();

        assertThat(future.isSuccess()).isFalse();
        assertThat(future.isPartialSuccess()).isFalse();
        assertThat(future.isPartialFailure()).isFalse();
        assertThatIterable(future.cause()).hasSize(4);
    }

    @Test
    void shouldAnswerAFutureForEachChannel() throws Exception {
        ChannelGroupFuture future = group.writeAndFlush(text("x"));
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        assertThatObject(future.addListener(done -> heard.complete(done.isSuccess())))
                .isSameAs(future);

        assertThat(heard.get(30, TimeUnit.SECONDS)).isTrue();
        assertThatObject(future.group()).isSameAs(group);
        assertThat(future.isPartialSuccess()).isFalse();
        assertThat(future.isPartialFailure()).isFalse();
        assertThatObject(future.cause()).isNull();
        assertThat(future.find(connections.open().channel())).isNull();
        Set<Channel> answered = new HashSet<>();
        for (ChannelFuture each : future) {
            assertThat(future.find(each.channel())).isSameAs(each);
            answered.add(each.channel());
        }
        assertThat(answered).containsExactlyInAnyOrderElementsOf(channels());
        Iterator<ChannelFuture> iterator = future.iterator();
        iterator.next();
        assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldCloseThoseThatMatch() {
        group.close(ChannelMatchers.is(channel(3))).syncUninterruptibly();
        connections.settle();
        assertThat(channels()).extracting(Channel::isOpen).containsExactly(true, true, true, false);

        group.close().syncUninterruptibly();
        connections.settle();
        assertThat(channels()).noneMatch(Channel::isOpen);
        assertThatCollection(group).isEmpty();
    }

    @Test
    void shouldDisconnectThoseThatMatch() {
        group.disconnect(ChannelMatchers.is(channel(0))).syncUninterruptibly();
        assertThat(channels()).extracting(Channel::isActive).containsExactly(false, true, true, true);

        group.disconnect().syncUninterruptibly();
        assertThat(channels()).noneMatch(Channel::isActive);
    }

    @Test
    void shouldTellWhenAllAreClosed() {
        ChannelGroupFuture one = group.newCloseFuture(ChannelMatchers.is(channel(0)));
        ChannelGroupFuture all = group.newCloseFuture();

        channel(0).close().syncUninterruptibly();
        one.syncUninterruptibly();
        connections.settle();
        assertThat(all.isDone()).isFalse();

        group.close();
        assertThat(all.syncUninterruptibly().isSuccess()).isTrue();
        assertThat(channels()).noneMatch(Channel::isOpen);
        assertThat(group.newCloseFuture().isSuccess()).isTrue();
    }

    @Test
    @SuppressWarnings("deprecation") // Part of the interface all the same.
    void shouldServeDeprecatedMethods() {
        group.flushAndWrite(text("a")).syncUninterruptibly();
        group.flushAndWrite(text("b"), ChannelMatchers.is(channel(0))).syncUninterruptibly();
        assertThat(received()).containsExactly("ab", "a", "a", "a");

        group.deregister(ChannelMatchers.is(channel(0))).syncUninterruptibly();
        assertThat(channels()).extracting(Channel::isRegistered).containsExactly(false, true, true, true);
        group.deregister().syncUninterruptibly();
        assertThat(channels()).noneMatch(Channel::isRegistered);
    }

    @Test
    void shouldCompareByNameAndBeEqualToItselfAlone() {
        ChannelGroup same = newGroup("group");
        ChannelGroup later = newGroup("later");

        assertThat(group.name()).isEqualTo("group");
        assertThatComparable(group).isEqualByComparingTo(group);
        assertThat(group.compareTo(later)).isNegative();
        assertThat(later.compareTo(group)).isPositive();
        assertThat(Integer.signum(group.compareTo(same))).isEqualTo(-Integer.signum(same.compareTo(group)));
        assertThat(newGroup("group").equals(newGroup("group"))).isFalse();
        assertThat(group.equals(group)).isTrue();
        assertThat(group.hashCode()).isEqualTo(group.hashCode());
        assertThat(group.toString()).contains("group");
    }

    @Test
    void shouldNotPileUpListenersOnAChannelThatComesAndGoes() {
        WatchedChannel channel = new WatchedChannel();
        for (int i = 0; i < 20; i++) {
            group.add(channel);
            group.remove(channel);
        }
        assertThat(channel.closeFuture.listeners).isZero();
        channel.close();
    }

    private static final class WatchedChannel extends EmbeddedChannel {
        private final CountingPromise closeFuture = new CountingPromise(this);

        @Override
        public ChannelFuture closeFuture() {
            return closeFuture;
        }
    }

    private static final class CountingPromise extends DefaultChannelPromise {
        private int listeners;

        CountingPromise(Channel channel) {
            super(channel);
        }

        @Override
        public ChannelPromise addListener(GenericFutureListener<? extends Future<? super Void>> listener) {
            listeners++;
            return this;
        }

        @Override
        public ChannelPromise removeListener(GenericFutureListener<? extends Future<? super Void>> listener) {
            listeners--;
            return this;
        }
    }
}
