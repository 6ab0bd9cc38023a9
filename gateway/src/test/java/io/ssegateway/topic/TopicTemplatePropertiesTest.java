package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.TemplateModel.Variable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random templates against what they expand to and against a regular expression that says the same. */
class TopicTemplatePropertiesTest {
    private static final List<String> NAMES = List.of("a", "b", "ab", "a.b", "%41");

    @Property(tries = 5000)
    void shouldMatchWhatItExpandsTo(
            @ForAll("templates") TemplateModel template, @ForAll("values") Map<String, Object> values) {
        String expansion = template.expand(values);

        if (!expansion.isEmpty()) {
            Topic topic = new Topic(expansion);
            TopicMatcher matcher = TopicMatchers.of(template.text());
            assertThat(matcher.matches(topic)).as("%s for %s", topic, template).isTrue();
            for (int i = 0; i <= expansion.length(); i++) {
                assertThat(matcher.mayMatchPrefix(expansion.substring(0, i))).isTrue();
            }
        }
    }

    /** Topics of the few characters that matter to templates, so that many of them nearly match. */
    @Property(tries = 20_000)
    void shouldAgreeWithARegularExpression(
            @ForAll("templates") TemplateModel template, @ForAll("topics") String topic) {
        assertThat(TopicMatchers.of(template.text()).matches(new Topic(topic)))
                .as("%s for %s", topic, template)
                .isEqualTo(template.pattern().matcher(topic).matches());
    }

    @Property(tries = 20_000)
    void shouldAgreeWithARegularExpressionOnDamagedExpansions(
            @ForAll("templates") TemplateModel template,
            @ForAll("values") Map<String, Object> values,
            @ForAll("topics") String damage,
            @ForAll Random random) {
        String expansion = template.expand(values);
        int from = random.nextInt(expansion.length() + 1);
        int to = from + random.nextInt(Math.min(3, expansion.length() - from + 1));
        String topic = expansion.substring(0, from)
                + damage.substring(0, random.nextInt(Math.min(3, damage.length() + 1)))
                + expansion.substring(to);

        if (!topic.isEmpty()) {
            shouldAgreeWithARegularExpression(template, topic);
        }
    }

    @Property
    void shouldMatchItsOwnText(@ForAll("templates") TemplateModel template) {
        TopicMatcher matcher = TopicMatchers.of(template.text());

        assertThat(matcher.matches(new Topic(template.text()))).isTrue();
        assertThat(matcher.mayMatchPrefix(template.text())).isTrue();
    }

    @Property
    void shouldReadAnyTextThatATopicMayHave(@ForAll("anyTexts") String text) {
        TopicMatcher matcher = TopicMatchers.of(text);

        assertThat(matcher).hasToString(text).isEqualTo(TopicMatchers.of(text));
        assertThat(matcher.matches(new Topic(text))).isTrue();
    }

    @Provide
    Arbitrary<TemplateModel> templates() {
        Arbitrary<Variable> variable = Combinators.combine(
                        Arbitraries.of(NAMES), Arbitraries.of("", "", "*", ":1", ":2", ":3"))
                .as(Variable::new);
        Arbitrary<Object> expression = Combinators.combine(
                        Arbitraries.of("", "+", "#", ".", "/", ";", "?", "&"),
                        variable.list().ofMinSize(1).ofMaxSize(3))
                .as(TemplateModel.Expression::new);
        Arbitrary<Object> literal = Arbitraries.of("a", "/", "=", ".", ",", "41", "%41", "a/b", "ab=");
        Arbitrary<List<Object>> rest =
                Arbitraries.oneOf(expression, literal).list().ofMaxSize(3);
        return Combinators.combine(rest, expression).as(TemplateModel::of);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of(
                        "a", "b", "=", ",", ".", "/", ";", "?", "&", "#", "%41", "%C3%A9", "%A9", "%", "4", "1", "é",
                        " ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<Map<String, Object>> values() {
        Arbitrary<String> string = Arbitraries.of("a", "b", "A", "é", "😀", " ", "/", "=", ",", "%", "41", "")
                .list()
                .ofMaxSize(4)
                .map(pieces -> String.join("", pieces));
        Arbitrary<Object> value = Arbitraries.oneOf(
                string.map(text -> text),
                string.list().ofMaxSize(3).map(list -> list),
                Arbitraries.maps(string, string).ofMaxSize(3).map(map -> map));
        return Arbitraries.maps(Arbitraries.of(NAMES), value).ofMaxSize(NAMES.size());
    }

    @Provide
    Arbitrary<String> anyTexts() {
        return Arbitraries.of("{", "}", "a", ",", "*", ":", "1", "0", "+", ".", "%41", "%", "é", " ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }
}
