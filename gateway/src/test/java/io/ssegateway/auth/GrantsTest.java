package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {

    @Test
    void shouldNeedAGrantForEveryTopicToPublish() {
        Grants grants = publishing("/a", "/books/{id}");

        assertThat(grants.mayPublish(topics("/a"))).isTrue();
        assertThat(grants.mayPublish(topics("/a", "/books/1", "/books/2"))).isTrue();
        assertThat(grants.mayPublish(topics("/a", "/b"))).isFalse();
        assertThat(grants.mayPublish(topics("/books/1/pages"))).isFalse();
        assertThat(grants.mayReceive(topics("/a"))).isFalse();
    }

    @Test
    void shouldCompareSelectorsAsTextsToo() {
        assertThat(publishing("/books/{id}").mayPublish(topics("/books/{id}"))).isTrue();
        assertThat(publishing("/books/{id").mayPublish(topics("/books/{id"))).isTrue();
        assertThat(publishing("/books/{id").mayPublish(topics("/books/1"))).isFalse();
        assertThat(publishing("/a").mayPublish(topics("/A"))).isFalse();
    }

    @Test
    void shouldTakeAStarForEverything() {
        assertThat(publishing("*").mayPublish(topics("/a", "*", "/b"))).isTrue();
        assertThat(publishing("/a").mayPublish(topics("*"))).isFalse();
        assertThat(publishing("**").mayPublish(topics("/a"))).isFalse();
    }

    @Test
    void shouldNotGrantWhatNobodyAsksFor() {
        assertThat(publishing("*").mayPublish(List.of())).isFalse();
        assertThat(publishing().mayPublish(topics("/a"))).isFalse();
        assertThat(Grants.ANONYMOUS.mayPublish(topics("/a"))).isFalse();
        assertThat(Grants.ANONYMOUS.mayReceive(topics("/a"))).isFalse();
    }

    @Test
    void shouldNeedAGrantForOneTopicToReceive() {
        Grants grants =
                new Grants(List.of(), matchers("https://example.com/users/foo/{?topic}"), null, null, null, null);

        assertThat(grants.mayReceive(topics("https://example.com/books/1"))).isFalse();
        assertThat(grants.mayReceive(topics(
                        "https://example.com/books/1",
                        "https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1")))
                .isTrue();
        assertThat(grants.mayPublish(topics("https://example.com/users/foo/"))).isFalse();
    }

    @Test
    void shouldNotChangeWithTheListItWasMadeOf() {
        List<TopicMatcher> list = new ArrayList<>(matchers("/a"));
        Grants grants = new Grants(list, list, null, null, null, null);

        list.add(TopicMatchers.of("*"));

        assertThat(grants.mayPublish(topics("/b"))).isFalse();
    }

    private static Grants publishing(String... selectors) {
        return new Grants(matchers(selectors), List.of(), null, null, null, null);
    }

    private static List<TopicMatcher> matchers(String... selectors) {
        return Arrays.stream(selectors).map(TopicMatchers::of).toList();
    }

    private static List<Topic> topics(String... names) {
        return Arrays.stream(names).map(Topic::new).toList();
    }
}
