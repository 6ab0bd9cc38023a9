package io.ssegateway.loadtest.jmh;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appends per second, from one thread and from four at once; the log is full, so each append drops an update, too.
 * Nobody waits for the subscriber, which runs behind as it can, on an event loop that competes with the publishers for
 * processors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {

    private static final Topic TOPIC = new Topic("https://example.com/prices");

    @Param({"0", "1"})
    private int subscribers;

    private final Update update = Core.update(TOPIC);
    private Hall hall = new Hall(Sink.SOCKET);

    @Setup
    public void open() {
        hall.close();
        hall = new Hall(Sink.SOCKET);
        for (int i = 0; i < subscribers; i++) {
            hall.open(Interest.in(TOPIC));
        }
    }

    @TearDown
    public void close() {
        hall.close();
    }

    @Benchmark
    @Threads(1)
    public CompletionStage<Appended> oneThread() {
        return hall.log().append(update);
    }

    @Benchmark
    @Threads(4)
    public CompletionStage<Appended> fourThreads() {
        return hall.log().append(update);
    }
}
