package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
    /** {@code data: }, and the line ends behind it. */
    private static final int OVERHEAD = 8;

    static IntStream payloadLengths() {
        IntStream nearPowers = IntStream.of(16, 256, 4096, 65536).flatMap(p -> IntStream.rangeClosed(p - 2, p + 2));
        return IntStream.concat(IntStream.of(OVERHEAD, OVERHEAD + 1, 70_000), nearPowers);
    }

    @ParameterizedTest
    @MethodSource("payloadLengths")
    void shouldFrameAsOneChunkWhateverTheLength(int payloadLength) {
        check(ServerSentEvent.data("x".repeat(payloadLength - OVERHEAD)), payloadLength);
    }

    @Property(tries = 300)
    void shouldFrameAnyEvent(
            @ForAll @IntRange(max = 70_000) int length, @ForAll @IntRange(max = 3) int kind, @ForAll boolean named) {
        String character = new String[] {"x", "ä", "\uD83D\uDE00", "\n"}[kind];
        ServerSentEvent event = ServerSentEvent.builder()
                .data(character.repeat(length / 8))
                .id(named ? "1-0" : null)
                .event(named ? "update" : null)
                .build();
        check(event, SseEncoder.encodedLength(event));
    }

    private static void check(ServerSentEvent event, int payloadLength) {
        ByteBuf payload = Unpooled.buffer();
        SseEncoder.encode(event, payload);
        String plain = payload.toString(StandardCharsets.UTF_8);
        assertThat(payload.readableBytes()).isEqualTo(payloadLength);
        Frame frame = Frame.of(event, UnpooledByteBufAllocator.DEFAULT);
        ByteBuf chunk = frame.view(true);
        ByteBuf raw = frame.view(false);

        assertThat(chunk.toString(StandardCharsets.UTF_8))
                .isEqualTo(Integer.toHexString(payloadLength) + "\r\n" + plain + "\r\n");
        assertThat(raw.toString(StandardCharsets.UTF_8)).isEqualTo(plain);
        assertThat(frame.bytes(true)).isEqualTo(chunk.readableBytes());
        assertThat(frame.bytes(false)).isEqualTo(raw.readableBytes());
        assertThat(chunk.capacity()).as("encoded without growing").isEqualTo(chunk.readableBytes());

        chunk.release();
        raw.release();
        frame.release();
        assertThat(chunk.refCnt()).isZero();
    }

    @Test
    void shouldGiveEveryWriteItsOwnView() {
        Frame frame = Frame.of(ServerSentEvent.data("x"), UnpooledByteBufAllocator.DEFAULT);
        ByteBuf first = frame.view(true);
        first.skipBytes(first.readableBytes());
        first.release();

        ByteBuf second = frame.view(true);
        assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo("9\r\ndata: x\n\n\r\n");
        second.release();

        frame.retain();
        frame.release();
        assertThat(second.refCnt()).isEqualTo(1);
        frame.release();
        assertThat(second.refCnt()).isZero();
    }

    @Test
    void shouldNeverReleaseTheHeartbeat() {
        for (int i = 0; i < 5; i++) {
            ByteBuf chunk = Frame.HEARTBEAT.view(true);
            ByteBuf raw = Frame.HEARTBEAT.view(false);
            assertThat(chunk.toString(StandardCharsets.UTF_8)).isEqualTo("3\r\n:\n\n\r\n");
            assertThat(raw.toString(StandardCharsets.UTF_8)).isEqualTo(":\n\n");
            chunk.skipBytes(3).release();
            raw.release();
        }
    }
}
