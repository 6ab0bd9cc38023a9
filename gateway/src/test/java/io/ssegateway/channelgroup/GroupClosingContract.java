package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCollection;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatchers;
import org.junit.jupiter.api.Test;

/** What closes, disconnects or deregisters the channels of a group. */
interface GroupClosingContract extends GroupUnderTest {

    @Test
    default void shouldCloseThoseThatMatch() {
        group().close(ChannelMatchers.is(channel(3))).syncUninterruptibly();
        connections().settle();
        assertThat(channels()).extracting(Channel::isOpen).containsExactly(true, true, true, false);

        group().close().syncUninterruptibly();
        connections().settle();
        assertThat(channels()).noneMatch(Channel::isOpen);
        assertThatCollection(group()).isEmpty();
    }

    @Test
    default void shouldDisconnectThoseThatMatch() {
        group().disconnect(ChannelMatchers.is(channel(0))).syncUninterruptibly();
        assertThat(channels()).extracting(Channel::isActive).containsExactly(false, true, true, true);

        group().disconnect().syncUninterruptibly();
        assertThat(channels()).noneMatch(Channel::isActive);
    }

    @Test
    default void shouldTellWhenAllAreClosed() {
        ChannelGroupFuture one = group().newCloseFuture(ChannelMatchers.is(channel(0)));
        ChannelGroupFuture all = group().newCloseFuture();

        channel(0).close().syncUninterruptibly();
        one.syncUninterruptibly();
        connections().settle();
        assertThat(all.isDone()).isFalse();

        group().close();
        assertThat(all.syncUninterruptibly().isSuccess()).isTrue();
        assertThat(channels()).noneMatch(Channel::isOpen);
        assertThat(group().newCloseFuture().isSuccess()).isTrue();
    }

    @Test
    @SuppressWarnings("deprecation") // Part of the interface all the same.
    default void shouldServeDeprecatedMethods() {
        group().flushAndWrite(GroupUnderTest.text("a")).syncUninterruptibly();
        group().flushAndWrite(GroupUnderTest.text("b"), ChannelMatchers.is(channel(0)))
                .syncUninterruptibly();
        assertThat(received()).containsExactly("ab", "a", "a", "a");

        group().deregister(ChannelMatchers.is(channel(0))).syncUninterruptibly();
        assertThat(channels()).extracting(Channel::isRegistered).containsExactly(false, true, true, true);
        group().deregister().syncUninterruptibly();
        assertThat(channels()).noneMatch(Channel::isRegistered);
    }
}
