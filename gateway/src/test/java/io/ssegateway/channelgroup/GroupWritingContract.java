package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIterable;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroupException;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatchers;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written to a group, and what its futures tell. */
interface GroupWritingContract extends GroupUnderTest {

    @Test
    default void shouldWriteToAllAndReleaseTheMessageOnce() {
        ByteBuf message = GroupUnderTest.text("hello");
        ByteBuf watched = message.retainedDuplicate();

        ChannelGroupFuture future = group().writeAndFlush(message).syncUninterruptibly();

        assertThat(received()).containsOnly("hello");
        assertThat(future.isSuccess()).isTrue();
        assertThat(watched.refCnt()).isEqualTo(1);
        watched.release();
    }

    @Test
    default void shouldHoldBackWritesUntilTheyAreFlushed() {
        ChannelGroupFuture written = group().write(GroupUnderTest.text("a"));
        assertThat(received()).containsOnly("");
        assertThat(written.isDone()).isFalse();

        assertThatObject(group().flush(ChannelMatchers.is(channel(0)))).isSameAs(group());
        assertThat(received()).containsExactly("a", "", "", "");

        assertThatObject(group().flush()).isSameAs(group());
        written.syncUninterruptibly();
        assertThat(received()).containsOnly("a");
    }

    @Test
    default void shouldWriteInTheOrderOfTheCalls() {
        for (int i = 0; i < 50; i++) {
            group().writeAndFlush(GroupUnderTest.text(i + " "));
        }
        String expected =
                String.join("", IntStream.range(0, 50).mapToObj(i -> i + " ").toList());
        assertThat(received()).containsOnly(expected);
    }

    @Test
    default void shouldWriteOnlyWhereTheMatcherMatches() {
        ChannelGroupFuture future = group().writeAndFlush(GroupUnderTest.text("x"), ChannelMatchers.isNot(channel(2)))
                .syncUninterruptibly();

        assertThat(received()).containsExactly("x", "x", "", "x");
        assertThat(future.find(channel(2))).isNull();
        assertThatIterable(future).hasSize(3);
    }

    @Test
    default void shouldReleaseAMessageThatNobodyGets() {
        ByteBuf first = GroupUnderTest.text("x");
        ByteBuf second = GroupUnderTest.text("x");
        ByteBuf third = GroupUnderTest.text("x");

        assertThat(group().write(first, channel -> false).isSuccess()).isTrue();
        assertThatObject(group().writeAndFlush(second, channel -> false, true).group())
                .isSameAs(group());
        assertThat(newGroup("empty").writeAndFlush(third).isSuccess()).isTrue();

        assertThat(List.of(first.refCnt(), second.refCnt(), third.refCnt())).containsOnly(0);
    }

    @Test
    default void shouldGiveEachChannelItsOwnView() {
        channels()
                .forEach(channel -> channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        ((ByteBuf) message).skipBytes(1);
                        ctx.write(message, promise);
                    }
                }));
        ByteBuf message = GroupUnderTest.text("_view");

        group().writeAndFlush(message).syncUninterruptibly();

        assertThat(received()).containsOnly("view");
        assertThat(message.refCnt()).isZero();
    }

    @Test
    default void shouldWriteHoldersAndOtherObjects() {
        DefaultByteBufHolder holder = new DefaultByteBufHolder(GroupUnderTest.text("held"));

        group().writeAndFlush(holder).syncUninterruptibly();
        group().writeAndFlush("an object").syncUninterruptibly();
        connections().settle();

        assertThat(members())
                .allSatisfy(member -> assertThat(member.received()).hasSize(2).contains("an object"));
        assertThat(holder.refCnt()).isZero();
    }

    @Test
    default void shouldWriteWithoutPromisesWhereAskedTo() {
        ByteBuf message = GroupUnderTest.text("quiet ");
        ByteBuf second = GroupUnderTest.text("write");

        assertThatObject(group().write(message, ChannelMatchers.all(), true).group())
                .isSameAs(group());
        group().writeAndFlush(second, ChannelMatchers.all(), true);

        assertThat(received()).containsOnly("quiet write");
        assertThat(List.of(message.refCnt(), second.refCnt())).containsOnly(0);
    }

    @Test
    default void shouldTellThatSomeWritesFailed() {
        IOException broken = new IOException("broken");
        channel(1).pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                promise.setFailure(broken);
            }
        });
        ByteBuf message = GroupUnderTest.text("x");

        ChannelGroupFuture future = group().writeAndFlush(message).awaitUninterruptibly();

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
    default void shouldTellThatAllWritesFailed() {
        channels()
                .forEach(channel -> channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        promise.setFailure(new IOException("broken"));
                    }
                }));

        ChannelGroupFuture future =
                group().writeAndFlush(GroupUnderTest.text("x")).awaitUninterruptibly();

        assertThat(future.isSuccess()).isFalse();
        assertThat(future.isPartialSuccess()).isFalse();
        assertThat(future.isPartialFailure()).isFalse();
        assertThatIterable(future.cause()).hasSize(4);
    }

    @Test
    default void shouldAnswerAFutureForEachChannel() throws Exception {
        ChannelGroupFuture future = group().writeAndFlush(GroupUnderTest.text("x"));
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        assertThatObject(future.addListener(done -> heard.complete(done.isSuccess())))
                .isSameAs(future);

        assertThat(heard.get(30, TimeUnit.SECONDS)).isTrue();
        assertThatObject(future.group()).isSameAs(group());
        assertThat(future.isPartialSuccess()).isFalse();
        assertThat(future.isPartialFailure()).isFalse();
        assertThatObject(future.cause()).isNull();
        assertThat(future.find(connections().open().channel())).isNull();
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
}
