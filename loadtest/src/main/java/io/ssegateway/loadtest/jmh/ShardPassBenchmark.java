package io.ssegateway.loadtest.jmh;

import io.netty.channel.unix.Socket;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update to all streams of one event loop, from the append until the last of them has it; an operation is one
 * delivery.
 *
 * <p>With {@code -prof gc} the column {@code gc.alloc.rate.norm} tells the bytes allocated per delivery. What JMH
 * itself allocates is in it: less than the row of {@link #floor} cannot be told. An update has its own objects (entry,
 * position, id, frame, the answer to its publisher), and each turn of the event loop a few: divided by the streams, a
 * fraction of a byte per delivery. The sinks {@code SOCKET} and {@code DATAGRAM} stand for epoll, where a delivery
 * passes the channel by: the channel neither adds allocation nor hides any. With {@code PIPELINE}, which stands for
 * NIO, the gateway makes a view of the bytes for each delivery (two objects), and Netty's own objects are recycled; a
 * real NIO channel may add buffers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ShardPassBenchmark {

    private static final int STREAMS = 10_000;

    /** Of the floor: the bytes of the update with its id and HTTP's framing, about. */
    private static final int FRAME_BYTES = 140;

    private static final Topic TOPIC = new Topic("https://example.com/prices");

    @Param
    private Sink sink = Sink.SOCKET;

    private final Update update = Core.update(TOPIC);
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(FRAME_BYTES);
    private Hall hall = new Hall(sink);
    private long expected;

    @Setup
    public void open() {
        hall.close();
        hall = new Hall(sink);
        for (int i = 0; i < STREAMS; i++) {
            hall.open(Interest.in(TOPIC));
        }
        expected = 0;
    }

    @TearDown
    public void close() {
        hall.close();
    }

    /** The gateway. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void pass() {
        hall.log().append(update);
        expected += STREAMS;
        hall.counter().await(expected);
    }

    /** As many writes to the same socket in a plain loop on this thread; 0 for the sink that has none. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public long floor() throws IOException {
        long sent = 0;
        if (sink != Sink.PIPELINE) {
            Socket socket = hall.sink().socket();
            for (int i = 0; i < STREAMS; i++) {
                sent += socket.send(bytes, 0, FRAME_BYTES);
            }
        }
        return sent;
    }
}
