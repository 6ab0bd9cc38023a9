package io.ssegateway.loadtest.jmh;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import io.ssegateway.topic.TopicTemplate;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One topic against one template: {@link TopicTemplate} against a regular expression. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicTemplateBenchmark {

    @Param
    private TemplateCase example = TemplateCase.MATCH;

    private Topic topic = new Topic(example.topic);
    private TopicMatcher matcher = TopicMatchers.of(example.template);
    private Pattern pattern = Pattern.compile(example.regex);

    @Setup
    public void read() {
        topic = new Topic(example.topic);
        matcher = TopicMatchers.of(example.template);
        pattern = Pattern.compile(example.regex);
        if (template() != regex()) {
            throw new IllegalStateException("template and regular expression disagree");
        }
    }

    @Benchmark
    public boolean template() {
        return matcher.matches(topic);
    }

    @Benchmark
    public boolean regex() {
        return pattern.matcher(topic.name()).matches();
    }
}
