package io.ssegateway.loadtest.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.ssegateway.protocol.sse.SseDecoder;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One event out of a direct buffer: {@link SseDecoder}, whole and in pieces of a network segment's size, against a
 * string that is split into lines.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SseDecoderBenchmark {

    private static final int SEGMENT = 1448;

    @Param
    private Payload payload = Payload.SMALL;

    private final ByteBuf wire = PooledByteBufAllocator.DEFAULT.directBuffer();

    @Setup
    public void encode() {
        SseEncoder.encode(payload.event(), wire);
    }

    @TearDown
    public void release() {
        wire.release();
    }

    @Benchmark
    public void decoder(Blackhole blackhole) {
        wire.readerIndex(0);
        new SseDecoder(blackhole::consume).decode(wire);
    }

    @Benchmark
    public void decoderInSegments(Blackhole blackhole) {
        int end = wire.writerIndex();
        SseDecoder decoder = new SseDecoder(blackhole::consume);
        for (int start = 0; start < end; start += SEGMENT) {
            decoder.decode(wire.setIndex(start, Math.min(end, start + SEGMENT)));
        }
        wire.setIndex(0, end);
    }

    @Benchmark
    public void stringSplit(Blackhole blackhole) {
        StringBuilder data = new StringBuilder();
        for (String line :
                wire.toString(0, wire.writerIndex(), StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data: ")) {
                data.append(line.substring(6)).append('\n');
            } else {
                blackhole.consume(line);
            }
        }
        blackhole.consume(data.toString());
    }
}
