package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicMatcherTest {

    @Test
    void shouldReadTheAsteriskAsAnyTopic() {
        assertThat(TopicMatchers.of("*")).isSameAs(AnyTopic.INSTANCE).hasToString("*");
        assertThat(TopicMatchers.of("**")).isInstanceOf(ExactTopic.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a}",
                "{a}{b}",
                "x{a}",
                "{a}x",
                "{_}",
                "{1}",
                "{a.b.c}",
                "{%41b}",
                "{a,b:1,c*}",
                "{a:9999}",
                "{+a}",
                "{#a*}",
                "{.a}",
                "{/a}",
                "{;a}",
                "{?a}",
                "{&a}",
                "%7B{a}",
                "a b{c}",
                "*{a}",
                "ü{a}"
            })
    void shouldReadValidExpressionsAsATemplate(String text) {
        assertThat(TopicMatchers.of(text)).isInstanceOf(TopicTemplate.class).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "100%",
                "{",
                "}",
                "{}",
                "}{",
                "{a",
                "a}",
                "{a}}",
                "{{a}",
                "{{a}}",
                "{a}{",
                "{a{b}}",
                "{ a}",
                "{a }",
                "{a,}",
                "{,a}",
                "{a,,b}",
                "{a b}",
                "{a-b}",
                "{.}",
                "{+}",
                "{++a}",
                "{a.}",
                "{..a}",
                "{a..b}",
                "{=a}",
                "{!a}",
                "{@a}",
                "{|a}",
                "{$a}",
                "{a:0}",
                "{a:}",
                "{a:01}",
                "{a:10000}",
                "{a:x}",
                "{a:3*}",
                "{a*:3}",
                "{a**}",
                "{*}",
                "{:3}",
                "{%4}",
                "{%zz}",
                "{ä}",
                "{a}%",
                "%4{a}",
                "%zz{a}",
                "{\"json\":1}"
            })
    void shouldReadAnyOtherTextAsATopic(String text) {
        TopicMatcher matcher = TopicMatchers.of(text);

        assertThat(matcher).isEqualTo(new ExactTopic(new Topic(text))).hasToString(text);
        assertThat(matcher.matches(new Topic(text))).isTrue();
        assertThat(matcher.matches(new Topic(text + "x"))).isFalse();
    }

    @Test
    void shouldAcceptWhatATopicAccepts() {
        String longest = "{a}" + "x".repeat(Topic.MAX_BYTES - 3);
        assertThat(TopicMatchers.of(longest).matches(new Topic("x".repeat(Topic.MAX_BYTES - 3))))
                .isTrue();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicMatchers.of(longest + "x"))
                .withMessageContaining("1024 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicMatchers.of("{a}\n"))
                .withMessageContaining("control");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicMatchers.of("{a}\uD83D"))
                .withMessageContaining("surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicMatchers.of(""))
                .withMessageContaining("empty");
    }

    /** The steps by which the Mercure specification has a selector compared with a string. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "* https://example.com/books/1 true",
                "* * true",
                "https://example.com/books/1 https://example.com/books/1 true",
                "https://example.com/books/1 https://example.com/books/2 false",
                "https://example.com/books/{id} https://example.com/books/{id} true",
                "https://example.com/books/{id} https://example.com/books/{name} false",
                "https://example.com/books/{id} https://example.com/books/1 true",
                "https://example.com/books/{id} https://example.com/books/1/pages false",
                "https://example.com/users/foo/{?topic}"
                        + " https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1 true",
                "https://example.com/users/foo/{?topic}"
                        + " https://example.com/users/bar/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1 false",
                "/.well-known/mercure/subscriptions{/topic}{/subscriber} /.well-known/mercure/subscriptions/a/b true",
                "/.well-known/mercure/subscriptions{/topic}{/subscriber} /.well-known/mercure/subscriptions true",
                "books books true",
                "books Books false",
                "{broken {broken true",
                "{broken broken false",
                "{id} * false",
                "a* ab false"
            })
    void shouldMatchByTheStepsOfTheMercureSpecification(String selector, String string, boolean matches) {
        assertThat(TopicMatchers.of(selector).matches(new Topic(string))).isEqualTo(matches);
    }

    @Test
    void shouldLimitTheVariablesOfATemplate() {
        assertThat(TopicMatchers.of("{a}".repeat(32))).isInstanceOf(TopicTemplate.class);
        assertThat(TopicMatchers.of("{a" + ",a".repeat(31) + "}")).isInstanceOf(TopicTemplate.class);

        for (String tooMany : new String[] {"{a}".repeat(33), "{a" + ",a".repeat(32) + "}", "{a,b}".repeat(17)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TopicMatchers.of(tooMany))
                    .withMessage("A topic template may have at most 32 variables.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{a,", "%41", "{a", "{a.", "{%41"})
    void shouldReadALongBrokenTextToItsEnd(String piece) {
        String text = "{a}" + piece.repeat((Topic.MAX_BYTES - 4) / piece.length()) + "}";

        assertThat(TopicMatchers.of(text)).isInstanceOf(ExactTopic.class);
    }

    @Test
    void shouldSayWhichPrefixesAnExactTopicHas() {
        TopicMatcher matcher = TopicMatchers.of("/orders/1");

        assertThat(matcher.mayMatchPrefix("/orders/")).isTrue();
        assertThat(matcher.mayMatchPrefix("/orders/1/")).isFalse();
        assertThat(AnyTopic.INSTANCE.mayMatchPrefix("/orders/")).isTrue();
    }
}
