package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCollection;
import static org.assertj.core.api.Assertions.assertThatComparable;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which channels are in a group, and how it compares with others. */
interface GroupMembershipContract extends GroupUnderTest {

    @Test
    default void shouldAddAChannelOnce() {
        assertThat(group().add(channel(0))).isFalse();
        assertThatCollection(group()).hasSize(4);
        assertThat(group().isEmpty()).isFalse();
        assertThat(group().contains(channel(0))).isTrue();
        assertThat(group().find(channel(0).id())).isSameAs(channel(0));
        assertThatCollection(newGroup("other")).isEmpty();
        assertThat(newGroup("other").isEmpty()).isTrue();
    }

    @Test
    default void shouldRemoveByChannelAndById() {
        Object id = channel(1).id();
        assertThat(group().remove(channel(0))).isTrue();
        assertThat(group().remove(channel(0))).isFalse();
        assertThat(group().remove(id)).isTrue();
        assertThat(group().remove(id)).isFalse();

        assertThatCollection(group()).containsExactlyInAnyOrder(channel(2), channel(3));
        assertThat(group().find(channel(0).id())).isNull();
        assertThat(group().contains(channel(0))).isFalse();
        assertThat(channel(0).isOpen()).isTrue();
    }

    @Test
    default void shouldNotKnowWhatWasNeverAdded() {
        Object unrelated = "a string";

        assertThat(group().contains(unrelated)).isFalse();
        assertThat(group().remove(unrelated)).isFalse();
        assertThat(group().remove(connections().open().channel())).isFalse();
        assertThat(group().find(DefaultChannelId.newInstance())).isNull();
        assertThatCollection(group()).hasSize(4);
    }

    @Test
    default void shouldIterateOverEachChannelOnce() {
        List<Channel> seen = new ArrayList<>();
        Iterator<Channel> iterator = group().iterator();
        iterator.forEachRemaining(seen::add);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(channels());
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThat(group().toArray()).containsExactlyInAnyOrder(channels().toArray());
        assertThat(group().toArray(new Channel[0]))
                .containsExactlyInAnyOrder(channels().toArray(new Channel[0]));
        assertThat(group().stream()).hasSize(4);
    }

    @Test
    default void shouldRemoveThroughTheIterator() {
        Iterator<Channel> iterator = group().iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        Channel first = iterator.next();
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);

        assertThatCollection(group()).hasSize(3).doesNotContain(first);
        assertThat(iterator).toIterable().hasSize(3);
    }

    @Test
    default void shouldDoWhatSetsDo() {
        Channel stranger = connections().open().channel();

        assertThat(group().containsAll(channels())).isTrue();
        assertThat(group().containsAll(List.of(channel(0), stranger))).isFalse();
        assertThat(group().addAll(List.of(channel(0), stranger))).isTrue();
        assertThat(group().removeAll(Set.of(stranger, channel(0)))).isTrue();
        assertThat(group().retainAll(Set.of(channel(1)))).isTrue();
        assertThatCollection(group()).containsExactly(channel(1));
        assertThat(group().removeIf(channel -> true)).isTrue();
        assertThatCollection(group()).isEmpty();
    }

    @Test
    default void shouldForgetButNotCloseWhenCleared() {
        group().clear();

        assertThatCollection(group()).isEmpty();
        assertThat(channels()).allMatch(Channel::isOpen);
        assertThat(group().addAll(channels())).isTrue();
        assertThatCollection(group()).hasSize(4);
    }

    @Test
    default void shouldLoseAChannelThatCloses() {
        channel(0).close().syncUninterruptibly();
        connections().settle();

        assertThatCollection(group()).hasSize(3).doesNotContain(channel(0));
    }

    @Test
    default void shouldLoseAChannelThatClosesAfterItWasAddedAgain() {
        group().remove(channel(0));
        group().add(channel(0));
        channel(0).close().syncUninterruptibly();
        connections().settle();

        assertThatCollection(group()).hasSize(3).doesNotContain(channel(0));
    }

    @Test
    default void shouldNotKeepAChannelThatIsClosedAlready() {
        Channel closed = connections().open().channel();
        closed.close().syncUninterruptibly();

        group().add(closed);
        connections().settle();

        assertThatCollection(group()).hasSize(4).doesNotContain(closed);
    }

    @Test
    default void shouldCompareByNameAndBeEqualToItselfAlone() {
        ChannelGroup same = newGroup("group");
        ChannelGroup later = newGroup("later");

        assertThat(group().name()).isEqualTo("group");
        assertThatComparable(group()).isEqualByComparingTo(group());
        assertThat(group().compareTo(later)).isNegative();
        assertThat(later.compareTo(group())).isPositive();
        assertThat(Integer.signum(group().compareTo(same))).isEqualTo(-Integer.signum(same.compareTo(group())));
        assertThat(newGroup("group").equals(newGroup("group"))).isFalse();
        assertThat(group().equals(group())).isTrue();
        assertThat(group().hashCode()).isEqualTo(group().hashCode());
        assertThat(group().toString()).contains("group");
    }

    @Test
    default void shouldNotPileUpListenersOnAChannelThatComesAndGoes() {
        WatchedChannel channel = new WatchedChannel();
        for (int i = 0; i < 20; i++) {
            group().add(channel);
            group().remove(channel);
        }
        assertThat(channel.closeFuture.listeners).isZero();
        channel.close();
    }

    final class WatchedChannel extends EmbeddedChannel {
        private final CountingPromise closeFuture = new CountingPromise(this);

        @Override
        public ChannelFuture closeFuture() {
            return closeFuture;
        }
    }

    final class CountingPromise extends DefaultChannelPromise {
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
