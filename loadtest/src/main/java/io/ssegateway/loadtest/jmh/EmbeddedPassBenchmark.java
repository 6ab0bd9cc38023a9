package io.ssegateway.loadtest.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update to all of 10,000 embedded channels of one event loop; an operation is one delivery. All of it runs on the
 * benchmark's thread, without kernel and without hand-over between threads. What an embedded channel itself costs for a
 * write is the floor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EmbeddedPassBenchmark {

    private static final int STREAMS = 10_000;

    /** Of the baselines: the bytes of the update with its id and HTTP's framing, about. */
    private static final int FRAME_BYTES = 140;

    private static final Topic TOPIC = new Topic("https://example.com/prices");

    private final Update update = Core.update(TOPIC);
    private final ByteBuf bytes = Unpooled.directBuffer(FRAME_BYTES).writeZero(FRAME_BYTES);
    private final Core core = new Core();
    private final EmbeddedSink first = new EmbeddedSink(core.handler());
    private final List<EmbeddedSink> channels = new ArrayList<>();
    private final ChannelGroup group = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    @Setup
    public void open() {
        for (int i = 0; i < STREAMS; i++) {
            EmbeddedSink channel = new EmbeddedSink(first, core.handler());
            core.add(channel, Interest.in(TOPIC));
            channels.add(channel);
            group.add(channel);
        }
    }

    @TearDown
    public void close() {
        channels.forEach(EmbeddedSink::close);
        first.runPendingTasks();
        core.close();
        bytes.release();
    }

    /** The gateway. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void pass() {
        long delivered = core.counter().delivered();
        core.log().append(update);
        first.runPendingTasks();
        if (core.counter().delivered() != delivered + STREAMS) {
            throw new IllegalStateException("not all have it");
        }
    }

    /** Netty's group. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void channelGroup() {
        group.writeAndFlush(bytes.retainedDuplicate());
        first.runPendingTasks();
    }

    /** A plain loop over the channels. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void floor() {
        for (EmbeddedSink channel : channels) {
            channel.writeAndFlush(bytes.retainedDuplicate(), channel.voidPromise());
        }
    }
}
