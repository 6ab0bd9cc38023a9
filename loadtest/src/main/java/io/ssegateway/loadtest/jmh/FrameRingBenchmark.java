package io.ssegateway.loadtest.jmh;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.topic.Topic;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * The {@link FrameRing}, per frame: appended by one thread, read from the oldest to the newest as a stream does that
 * catches up, and handed from the thread that appends to one that follows. The baselines are the JDK's queues with as
 * many frames, which have one reader at most. Making a frame's place in the log is in each figure for appending.
 */
@NullMarked
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameRingBenchmark {

    /** As the gateway's ring by default. */
    private static final int FRAMES = 16_384;

    /** So far a publisher gets ahead of the reader that follows; the gateway's does not wait. */
    private static final int AHEAD = FRAMES / 2;

    /** Frames between two looks at where the other thread is; as many as a pass over the live streams takes at most. */
    private static final int BATCH = 64;

    private static final List<Topic> TOPICS = List.of(new Topic("https://example.com/prices"));

    private final Frame frame = Frame.of(ServerSentEvent.data("x".repeat(100)));

    private FrameRing ring = new FrameRing(FRAMES, Long.MAX_VALUE);
    private ArrayDeque<RingFrame> deque = new ArrayDeque<>();
    private ArrayBlockingQueue<RingFrame> queue = new ArrayBlockingQueue<>(AHEAD);
    private long appended;
    private volatile long read;

    /** All are full, and the ones that hand over are empty. */
    @Setup(Level.Iteration)
    public void fill() {
        ring = new FrameRing(FRAMES, Long.MAX_VALUE);
        deque = new ArrayDeque<>(FRAMES + 1);
        queue = new ArrayBlockingQueue<>(AHEAD);
        appended = 0;
        for (int i = 0; i < FRAMES; i++) {
            RingFrame next = next();
            ring.append(next, 0);
            deque.add(next);
        }
        read = ring.head();
    }

    private RingFrame next() {
        return new RingFrame(new Position(++appended, 0), TOPICS, frame);
    }

    @Benchmark
    public void append() {
        ring.append(next(), 0);
    }

    @Benchmark
    public @Nullable RingFrame appendToDeque() {
        deque.add(next());
        return deque.poll();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long catchUp() {
        long bytes = 0;
        long sequence = ring.after(new Position(appended - FRAMES, 0));
        for (RingSlot slot = ring.at(sequence); slot != null; slot = ring.at(++sequence)) {
            bytes += slot.logged().frame().length(true);
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long catchUpInDeque() {
        long bytes = 0;
        for (RingFrame next : deque) {
            bytes += next.frame().length(true);
        }
        return bytes;
    }

    /** The thread that appends. */
    @Benchmark
    @Group("handOver")
    @OperationsPerInvocation(BATCH)
    public void publish(Control control) {
        while (ring.head() - read >= AHEAD && !control.stopMeasurement) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < BATCH; i++) {
            ring.append(next(), 0);
        }
    }

    /** The thread that follows. */
    @Benchmark
    @Group("handOver")
    @OperationsPerInvocation(BATCH)
    public long follow(Control control) {
        long sequence = read;
        while (ring.head() - sequence < BATCH && !control.stopMeasurement) {
            Thread.onSpinWait();
        }
        long bytes = 0;
        RingSlot slot = ring.at(sequence);
        for (int i = 0; i < BATCH && slot != null; i++) {
            bytes += slot.logged().frame().length(true);
            slot = ring.at(++sequence);
        }
        read = sequence;
        return bytes;
    }

    /** The thread that appends. */
    @Benchmark
    @Group("handOverByQueue")
    @OperationsPerInvocation(BATCH)
    public void offer(Control control) {
        for (int i = 0; i < BATCH; i++) {
            RingFrame next = next();
            while (!queue.offer(next) && !control.stopMeasurement) {
                Thread.onSpinWait();
            }
        }
    }

    /** The thread that follows. */
    @Benchmark
    @Group("handOverByQueue")
    @OperationsPerInvocation(BATCH)
    public long poll(Control control) {
        long bytes = 0;
        for (int i = 0; i < BATCH; i++) {
            RingFrame next = queue.poll();
            while (next == null && !control.stopMeasurement) {
                Thread.onSpinWait();
                next = queue.poll();
            }
            bytes += next == null ? 0 : next.frame().length(true);
        }
        return bytes;
    }
}
