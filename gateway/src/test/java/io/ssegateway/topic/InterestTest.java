package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterestTest {
    private static final Topic A = new Topic("a");
    private static final Topic B = new Topic("b");
    private static final Topic ORDER = new Topic("/orders/1");

    @Test
    void shouldWantAnUpdateIfOneOfItsTopicsMatches() {
        Interest interest = interest("a", "/orders/{id}");

        assertThat(interest.matches(List.of(A))).isTrue();
        assertThat(interest.matches(List.of(B, A))).isTrue();
        assertThat(interest.matches(List.of(B, ORDER))).isTrue();
        assertThat(interest.matches(List.of(B))).isFalse();
        assertThat(interest.matches(List.of(new Topic("/orders/1/items")))).isFalse();
        assertThat(interest.matches(List.of())).isFalse();
    }

    @Test
    void shouldWantEverythingByTheAsterisk() {
        assertThat(interest("*").matches(List.of(B))).isTrue();
        assertThat(interest("*").matches(List.of())).isFalse();
    }

    @Test
    void shouldTellTopicsFromPatterns() {
        Interest interest = interest("/orders/{id}", "b", "*", "a");

        assertThat(interest.topics()).containsExactlyInAnyOrder(A, B);
        assertThat(interest.patterns()).containsExactly(TopicMatcher.of("/orders/{id}"), TopicMatcher.of("*"));
        assertThat(interest.texts()).containsExactly("/orders/{id}", "b", "*", "a");
        assertThat(interest).hasToString("[/orders/{id}, b, *, a]");
    }

    @Test
    void shouldCountAMatcherOnce() {
        Interest interest = interest("a", "/{id}", "a", "/{id}", "*", "*");

        assertThat(interest.size()).isEqualTo(3);
        assertThat(interest.texts()).containsExactly("a", "/{id}", "*");
        assertThat(interest.patterns()).hasSize(2);
    }

    @Test
    void shouldBeEqualWhateverTheOrder() {
        assertThat(interest("a", "/{id}", "*", "a"))
                .isEqualTo(interest("*", "a", "/{id}"))
                .hasSameHashCodeAs(interest("*", "a", "/{id}"));
        assertThat(Interest.in(A, B)).isEqualTo(interest("b", "a"));
        assertThat(interest("a", "b")).isNotEqualTo(interest("a")).isNotEqualTo(interest("a", "c"));
        // Two sets that a sum of hashes cannot tell apart.
        assertThat(interest("Aa")).hasSameHashCodeAs(interest("BB")).isNotEqualTo(interest("BB"));
        assertThat(interest("a")).isNotEqualTo(TopicMatcher.of("a"));
    }

    @Test
    void shouldServeAsAKey() {
        Map<Interest, String> audiences = new HashMap<>();
        audiences.put(interest("a", "/{id}"), "first");
        audiences.put(interest("/{id}", "a"), "second");

        assertThat(audiences).hasSize(1).containsEntry(interest("a", "/{id}"), "second");
    }

    @Test
    void shouldNotChangeWithWhatItWasMadeOf() {
        List<TopicMatcher> matchers = new ArrayList<>(List.of(TopicMatcher.of("a")));
        Interest interest = new Interest(matchers);

        matchers.add(AnyTopic.INSTANCE);

        assertThat(interest).isEqualTo(Interest.in(A));
        assertThat(interest.matches(List.of(B))).isFalse();
    }

    @Test
    void shouldWantNothingIfEmpty() {
        assertThat(Interest.NONE.isEmpty()).isTrue();
        assertThat(Interest.NONE.size()).isZero();
        assertThat(Interest.NONE.matches(List.of(A))).isFalse();
        assertThat(Interest.NONE).isEqualTo(Interest.in());
        assertThat(Interest.in(A).isEmpty()).isFalse();
    }

    private static Interest interest(String... texts) {
        return new Interest(Stream.of(texts).map(TopicMatcher::of).toList());
    }

    @Test
    void shouldBoundTheVariablesOfAllTemplatesTogether() {
        List<TopicMatcher> most = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            most.add(TopicMatcher.of("/a" + i + "/{x,y},z"));
        }
        assertThat(new Interest(most).patterns()).hasSize(64);

        most.add(TopicMatcher.of("/{+one}"));

        assertThatThrownBy(() -> new Interest(most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The templates of a stream have at most 128 variables together.");
    }
}
