package io.ssegateway.loadtest.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
import org.openjdk.jmh.annotations.Warmup;

/** One event into a direct buffer: {@link SseEncoder} against a string that is built and then encoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SseEncoderBenchmark {

    @Param
    private Payload payload = Payload.SMALL;

    private ServerSentEvent event = payload.event();

    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(256 * 1024);

    @Setup
    public void build() {
        event = payload.event();
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    public ByteBuf encoder() {
        SseEncoder.encode(event, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuf stringBuilder() {
        StringBuilder block = new StringBuilder();
        block.append("event: ").append(event.event()).append('\n');
        block.append("id: ").append(event.id()).append('\n');
        for (String line : Objects.requireNonNull(event.data()).split("\r\n|\r|\n", -1)) {
            block.append("data: ").append(line).append('\n');
        }
        block.append('\n');
        return out.clear().writeBytes(block.toString().getBytes(StandardCharsets.UTF_8));
    }
}
