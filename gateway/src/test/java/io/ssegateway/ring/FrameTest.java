package io.ssegateway.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.ByteBuffer;
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
        Frame frame = Frame.of(event);

        String chunk = Integer.toHexString(payloadLength) + "\r\n" + plain + "\r\n";
        assertThat(text(frame.view(true, 0, Integer.MAX_VALUE))).isEqualTo(chunk);
        assertThat(text(frame.view(false, 0, Integer.MAX_VALUE))).isEqualTo(plain);
        assertThat(frame.length(true)).isEqualTo(chunk.getBytes(StandardCharsets.UTF_8).length);
        assertThat(frame.length(false)).isEqualTo(payloadLength);
    }

    private static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void shouldComeInPiecesWhereverItIsCut(
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(min = 1, max = 400) int piece,
            @ForAll boolean chunked) {
        Frame frame = Frame.of(ServerSentEvent.data("x".repeat(length)));
        ByteBuffer copied = ByteBuffer.allocate(1_000);
        StringBuilder viewed = new StringBuilder();

        for (int offset = 0; offset < frame.length(chunked); offset += piece) {
            int expected = Math.min(piece, frame.length(chunked) - offset);
            copied.limit(copied.position() + piece);
            assertThat(frame.copyTo(copied, chunked, offset)).isEqualTo(expected);
            viewed.append(text(frame.view(chunked, offset, piece)));
        }

        String whole = text(frame.view(chunked, 0, Integer.MAX_VALUE));
        assertThat(viewed).hasToString(whole);
        assertThat(new String(copied.array(), 0, copied.position(), StandardCharsets.UTF_8))
                .isEqualTo(whole);
    }

    @Test
    void shouldGiveEveryWriteItsOwnView() {
        Frame frame = Frame.of(ServerSentEvent.data("x"));
        ByteBuf first = frame.view(true, 0, 100);
        first.skipBytes(first.readableBytes());
        first.release();

        assertThat(text(frame.view(true, 0, 100))).isEqualTo("9\r\ndata: x\n\n\r\n");
    }

    @Test
    void shouldBeACommentForAHeartbeat() {
        assertThat(text(Frame.HEARTBEAT.view(true, 0, 100))).isEqualTo("2\r\n:\n\r\n");
        assertThat(text(Frame.HEARTBEAT.view(false, 0, 100))).isEqualTo(":\n");
    }
}
