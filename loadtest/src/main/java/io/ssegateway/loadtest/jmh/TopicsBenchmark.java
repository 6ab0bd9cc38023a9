package io.ssegateway.loadtest.jmh;

import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to publish to one of many topics, each of which has one subscriber: the time from the append until the
 * event loop has handed the update to that one's socket. Streams ask for 100 topics each. 10 topics are the baseline.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TopicsBenchmark {

    private static final int TOPICS_PER_STREAM = 100;

    /** How a topic is asked for. */
    public enum Asked {
        /** By its name. */
        NAME(""),
        /** By a template that matches this topic and no other. */
        TEMPLATE("{?page}");

        private final String suffix;

        Asked(String suffix) {
            this.suffix = suffix;
        }
    }

    @Param({"10", "100000"})
    private int topics;

    @Param
    private Asked asked = Asked.NAME;

    private Hall hall = new Hall(Sink.SOCKET);
    private List<Update> updates = List.of();
    private int next;
    private long expected;

    @Setup
    public void open() {
        hall.close();
        hall = new Hall(Sink.SOCKET);
        updates = IntStream.range(0, topics)
                .mapToObj(topic -> Core.update(new Topic(name(topic))))
                .toList();
        for (int first = 0; first < topics; first += TOPICS_PER_STREAM) {
            List<TopicMatcher> matchers = new ArrayList<>();
            for (int topic = first; topic < Math.min(topics, first + TOPICS_PER_STREAM); topic++) {
                matchers.add(TopicMatchers.of(name(topic) + asked.suffix));
            }
            hall.open(new Interest(matchers));
        }
        expected = 0;
    }

    private static String name(int topic) {
        return "https://example.com/orders/" + topic;
    }

    @TearDown
    public void close() {
        hall.close();
    }

    /** All updates go to one topic, in the middle of all. */
    @Benchmark
    public void oneTopic() {
        publish(updates.get(topics / 2));
    }

    /** Each update goes to the next topic, so that what belongs to a topic is cold. */
    @Benchmark
    public void eachTopicInTurn() {
        next = next + 1 == topics ? 0 : next + 1;
        publish(updates.get(next));
    }

    private void publish(Update update) {
        hall.log().append(update);
        hall.counter().await(++expected);
    }
}
