package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterestTest {
    private static final Topic A = new Topic("a");
    private static final Topic B = new Topic("b");
    private static final Topic ORDER = new Topic("/orders/1");

    @Test
    void shouldWantAnUpdateIfOneOfItsTopicsMatches() {
        Interest interest = interest("a", "/orders/{id}");

        assertThat(interest.matches(List.of(A), false)).isTrue();
        assertThat(interest.matches(List.of(B, A), false)).isTrue();
        assertThat(interest.matches(List.of(B, ORDER), false)).isTrue();
        assertThat(interest.matches(List.of(B), false)).isFalse();
        assertThat(interest.matches(List.of(new Topic("/orders/1/items")), false))
                .isFalse();
        assertThat(interest.matches(List.of(), false)).isFalse();
    }

    @Test
    void shouldWantEverythingByTheAsterisk() {
        assertThat(interest("*").matches(List.of(B), false)).isTrue();
        assertThat(interest("*").matches(List.of(), false)).isFalse();
    }

    @Test
    void shouldWantAPrivateUpdateIfItIsGrantedToo() {
        Interest interest = interest(List.of("/books/{id}"), List.of("/users/1/{?topic}", "a"));
        Topic book = new Topic("/books/1");
        Topic own = new Topic("/users/1/?topic=%2Fbooks%2F1");

        assertThat(interest.matches(List.of(book, own), true)).isTrue();
        assertThat(interest.matches(List.of(own, book), true)).isTrue();
        assertThat(interest.matches(List.of(book, B, A), true)).isTrue();
        assertThat(interest.matches(List.of(book, new Topic("/users/2/?topic=%2Fbooks%2F1")), true))
                .isFalse();
        assertThat(interest.matches(List.of(book), true)).as("not granted").isFalse();
        assertThat(interest.matches(List.of(own), true)).as("not asked for").isFalse();
        assertThat(interest.matches(List.of(), true)).isFalse();
        assertThat(interest.matches(List.of(book), false)).as("public").isTrue();
        assertThat(interest.matches(List.of(own), false))
                .as("a grant asks for nothing")
                .isFalse();
    }

    @Test
    void shouldWantAPrivateUpdateIfTheSameTopicIsAskedForAndGranted() {
        assertThat(interest(List.of("*"), List.of("a")).matches(List.of(A), true))
                .isTrue();
        assertThat(interest(List.of("*"), List.of("a")).matches(List.of(B), true))
                .isFalse();
        assertThat(interest(List.of("a"), List.of("*")).matches(List.of(A), true))
                .isTrue();
        assertThat(interest(List.of("a"), List.of("*")).matches(List.of(B), true))
                .isFalse();
        assertThat(interest(List.of("*"), List.of("*")).matches(List.of(B), true))
                .isTrue();
    }

    @Test
    void shouldHaveFewerUpdatesExaminedTheMoreVariablesThereAre() {
        assertThat(interest("a", "b").affordable(256)).isEqualTo(256);
        assertThat(interest("*").affordable(256)).isEqualTo(256);
        assertThat(interest("/{a}/{b}/{c}").affordable(256)).isEqualTo(256);
        assertThat(interest("{a}".repeat(32)).affordable(256)).isEqualTo(28);
        assertThat(interest("{a}".repeat(32)).affordable(2)).isEqualTo(1);
    }

    @Test
    void shouldWantNothingPrivateWithoutGrants() {
        assertThat(interest("a", "*").matches(List.of(A), true)).isFalse();
        assertThat(Interest.in(A).matches(List.of(A), true)).isFalse();
        assertThat(Interest.NONE.matches(List.of(A), true)).isFalse();
        assertThat(interest(List.of(), List.of("*")).matches(List.of(A), true)).isFalse();
        assertThat(interest(List.of(), List.of("*")).isEmpty()).isTrue();
    }

    @Test
    void shouldCompareATemplateWithAnotherOne() {
        Topic template = new Topic("/books/{id}");

        assertThat(interest(List.of("*"), List.of("/books/{id}")).matches(List.of(template), true))
                .isTrue();
        assertThat(interest(List.of("*"), List.of("/books/{name}")).matches(List.of(template), true))
                .isFalse();
    }

    @Test
    void shouldTellInterestsApartByTheirGrants() {
        Interest granted = interest(List.of("a"), List.of("/{id}", "b"));

        assertThat(granted)
                .isEqualTo(interest(List.of("a", "a"), List.of("b", "/{id}", "b")))
                .hasSameHashCodeAs(interest(List.of("a"), List.of("b", "/{id}")))
                .isNotEqualTo(interest("a"))
                .isNotEqualTo(interest(List.of("a"), List.of("b")))
                .isNotEqualTo(interest(List.of("b", "/{id}"), List.of("a")))
                .isNotEqualTo(interest("a", "b", "/{id}"));
        assertThat(interest(List.of("a"), List.of())).isEqualTo(interest("a")).hasSameHashCodeAs(interest("a"));
        List<String> alike = namesWithTheSameHashCode();
        assertThat(interest(List.of("a"), List.of(alike.get(0))))
                .hasSameHashCodeAs(interest(List.of("a"), List.of(alike.get(1))))
                .isNotEqualTo(interest(List.of("a"), List.of(alike.get(1))));
    }

    /** Two of a few hundred thousand names are alike by chance. */
    private static List<String> namesWithTheSameHashCode() {
        Map<Integer, String> byHash = new HashMap<>();
        for (int i = 0; ; i++) {
            String other = byHash.put(new Topic("t" + i).hashCode(), "t" + i);
            if (other != null) {
                return List.of(other, "t" + i);
            }
        }
    }

    @Test
    void shouldShowNobodyTheGrants() {
        Interest granted = interest(List.of("a", "/{id}"), List.of("secret", "/secret/{id}"));

        assertThat(granted).hasToString("[a, /{id}]");
        assertThat(granted.texts()).containsExactly("a", "/{id}");
        assertThat(granted.topics()).containsExactly(A);
        assertThat(granted.patterns()).hasSize(1);
        assertThat(granted.size()).isEqualTo(2);
    }

    @Test
    void shouldNotChangeWithWhatItsGrantsWereMadeOf() {
        List<TopicMatcher> grants = new ArrayList<>(List.of(TopicMatchers.of("a")));
        Interest interest = new Interest(List.of(AnyTopic.INSTANCE), grants);

        grants.add(AnyTopic.INSTANCE);

        assertThat(interest.isGranted(List.of(B))).isFalse();
        assertThat(interest.isGranted(List.of(B, A))).isTrue();
    }

    @Test
    void shouldTellTopicsFromPatterns() {
        Interest interest = interest("/orders/{id}", "b", "*", "a");

        assertThat(interest.topics()).containsExactlyInAnyOrder(A, B);
        assertThat(interest.patterns()).containsExactly(TopicMatchers.of("/orders/{id}"), TopicMatchers.of("*"));
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
        List<String> alike = namesWithTheSameHashCode();
        assertThat(interest(alike.get(0)))
                .hasSameHashCodeAs(interest(alike.get(1)))
                .isNotEqualTo(interest(alike.get(1)));
        assertThat(interest("a")).isNotEqualTo(TopicMatchers.of("a"));
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
        List<TopicMatcher> matchers = new ArrayList<>(List.of(TopicMatchers.of("a")));
        Interest interest = new Interest(matchers);

        matchers.add(AnyTopic.INSTANCE);

        assertThat(interest).isEqualTo(Interest.in(A));
        assertThat(interest.matches(List.of(B), false)).isFalse();
    }

    @Test
    void shouldWantNothingIfEmpty() {
        assertThat(Interest.NONE.isEmpty()).isTrue();
        assertThat(Interest.NONE.size()).isZero();
        assertThat(Interest.NONE.matches(List.of(A), false)).isFalse();
        assertThat(Interest.NONE).isEqualTo(Interest.in());
        assertThat(Interest.in(A).isEmpty()).isFalse();
    }

    private static Interest interest(String... texts) {
        return interest(List.of(texts), List.of());
    }

    private static Interest interest(List<String> texts, List<String> grants) {
        return new Interest(
                texts.stream().map(TopicMatchers::of).toList(),
                grants.stream().map(TopicMatchers::of).toList());
    }

    @Test
    void shouldBoundTheVariablesOfAllTemplatesTogether() {
        List<TopicMatcher> most = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            most.add(TopicMatchers.of("/a" + i + "/{x,y},z"));
        }
        assertThat(new Interest(most).patterns()).hasSize(64);

        most.add(TopicMatchers.of("/{+one}"));

        assertThatThrownBy(() -> new Interest(most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The templates of a stream may have at most 128 variables in total.");
        assertThatThrownBy(() -> new Interest(List.of(), most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The grants of a stream may have at most 128 variables in total.");
    }

    @Test
    void shouldCountTheVariablesOfGrantsApart() {
        List<TopicMatcher> most = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            most.add(TopicMatchers.of("/a" + i + "/{x,y}"));
        }
        most.add(AnyTopic.INSTANCE);
        for (int i = 0; i < 10_000; i++) {
            most.add(new ExactTopic(new Topic("/topic/" + i)));
        }

        assertThat(new Interest(most, most).matches(List.of(new Topic("/topic/9999")), true))
                .isTrue();
    }
}
