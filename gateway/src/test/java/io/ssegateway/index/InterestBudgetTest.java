package io.ssegateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatchers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterestBudgetTest {
    private static final int TOPICS = 95;

    private final long one = interest("a").bytes();
    private final InterestBudget budget = new InterestBudget(2 * one);

    private static Interest interest(String name) {
        return new Interest(IntStream.range(0, TOPICS)
                .mapToObj(i -> TopicMatchers.of(name + "/" + i))
                .toList());
    }

    @Test
    void shouldRefuseWhatHasNoRoomUntilOthersHaveLeft() {
        assertThat(budget.tryTake(interest("a"))).isNotNull();
        assertThat(budget.tryTake(interest("b"))).isNotNull();
        assertThat(budget.tryTake(interest("c"))).isNull();
        budget.release(interest("a"));
        assertThat(budget.tryTake(interest("c"))).isNotNull();
        budget.release(interest("b"));
        budget.release(interest("c"));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldCountOnceWhatStreamsShare() {
        Interest first = interest("a");
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.tryTake(i == 0 ? first : interest("a"))).isSameAs(first);
        }
        assertThat(budget.taken()).isEqualTo(one);
        for (int i = 0; i < 1_000; i++) {
            budget.release(interest("a"));
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldNotCountWhatMostStreamsAskFor() {
        assertThat(budget.counts(interest("a"))).isTrue();
        assertThat(budget.counts(new Interest(List.of(TopicMatchers.of("orders/42")))))
                .isFalse();
        // One template of many variables takes as much as many topics.
        assertThat(budget.counts(new Interest(List.of(TopicMatchers.of("/{a}/{b}/{c}/{d}/{e}")))))
                .isTrue();
    }

    @Test
    void shouldCountGrants() {
        Interest granted = Interest.NONE.granted(IntStream.range(0, 100)
                .mapToObj(i -> TopicMatchers.of("/u/" + i))
                .toList());
        assertThat(budget.counts(granted)).isTrue();
        assertThat(granted.bytes()).isGreaterThan(100 * 256);
    }
}
