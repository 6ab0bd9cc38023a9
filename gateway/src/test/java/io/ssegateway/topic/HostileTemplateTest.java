package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts how often a topic is read for templates that would keep a backtracking matcher busy for ages. */
class HostileTemplateTest {
    /** What one position in a topic may cost for one character of the template, at most. */
    private static final int READS = 8;

    private static final List<String> OPERATORS = List.of("", "+", "#", ".", "/", ";", "?", "&");

    static Stream<String> templates() {
        Stream<String> expressions = OPERATORS.stream()
                .flatMap(operator ->
                        Stream.of("", "*", ":9999", ":1").map(modifier -> "{" + operator + "a" + modifier + "}"));
        Stream<String> variables = OPERATORS.stream()
                .flatMap(operator -> Stream.of("", "*", ":999")
                        .map(modifier -> "{" + operator + "a" + modifier + (",a" + modifier).repeat(31) + "}"));
        String run = "a".repeat(480);
        return Stream.of(
                        expressions.map(expression -> expression.repeat(32)),
                        expressionsBetweenLetters(),
                        variables,
                        Stream.of(
                                "{+a}" + run + "{+b}",
                                "{a}" + run + "%25",
                                "{+a,b*}".repeat(16),
                                "{a}a{+b}b{c*}a".repeat(10)))
                .flatMap(stream -> stream);
    }

    private static Stream<String> expressionsBetweenLetters() {
        return OPERATORS.stream().map(operator -> ("{" + operator + "a*}a").repeat(32));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void shouldReadATopicABoundedNumberOfTimes(String text) {
        TopicTemplate template = new TopicTemplate(new Topic(text));

        // The last character is in no expansion, so that each of these fails, and as late as can be.
        for (String piece :
                List.of("a", "a,", "a=", "/a", ".a", ";a", ";a=a", "?a=a", "&a=a", "%41", "aaaaaaab", "é")) {
            String filler = piece.repeat(1000 / piece.length());
            for (String topic : List.of(filler + " ", "?a=" + filler + " ", "#" + filler + " ")) {
                CountedText counted = new CountedText(topic);

                assertThat(template.expandsTo(counted)).isFalse();
                assertThat(counted.reads())
                        .as("reads of %s…", topic.substring(0, 10))
                        .isLessThanOrEqualTo((long) READS * topic.length() * text.length());
            }
        }
    }

    /**
     * A bound that grows with the variables alone: literal text, which may have to be compared at each position, is
     * left out.
     */
    @ParameterizedTest
    @MethodSource("templatesOfVariablesOnly")
    void shouldReadEachPositionSomeTimesForEachVariable(int variables) {
        String topic = "a".repeat(Topic.MAX_BYTES - 1) + " ";
        CountedText counted = new CountedText(topic);

        assertThat(new TopicTemplate(new Topic("{+a}".repeat(variables))).expandsTo(counted))
                .isFalse();
        assertThat(counted.reads()).isLessThanOrEqualTo(4L * topic.length() * variables);
    }

    static IntStream templatesOfVariablesOnly() {
        return IntStream.of(1, 2, 8, 32);
    }

    private record CountedText(String text, AtomicLong count) implements CharSequence {
        CountedText(String text) {
            this(text, new AtomicLong());
        }

        long reads() {
            return count.get();
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }
    }
}
