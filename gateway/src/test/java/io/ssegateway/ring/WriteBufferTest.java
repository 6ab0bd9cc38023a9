package io.ssegateway.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WriteBufferTest {
    private final WriteBuffer buffer = new WriteBuffer();

    private static RingFrame frame(int number, int length) {
        String data = ("" + number % 10).repeat(length);
        return new RingFrame(new Position(1, number), List.of(), Frame.of(ServerSentEvent.data(data)));
    }

    private static String text(RingFrame logged, boolean chunked) {
        return logged.frame().view(chunked, 0, Integer.MAX_VALUE).toString(StandardCharsets.UTF_8);
    }

    private String text(int start, int end) {
        byte[] part = new byte[end - start];
        buffer.memory().get(start, part);
        return new String(part, StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void shouldLayFramesOneBehindAnother(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 2_000) Integer> lengths, @ForAll boolean chunked) {
        StringBuilder expected = new StringBuilder();
        List<RingFrame> added = new ArrayList<>();
        buffer.clear();
        for (int length : lengths) {
            RingFrame next = frame(added.size(), length);
            boolean room = expected.length() + next.frame().length(chunked) <= WriteBuffer.CAPACITY;
            assertThat(buffer.fits(next.frame(), chunked)).isEqualTo(room);
            if (room) {
                buffer.add(next, chunked);
                added.add(next);
                expected.append(text(next, chunked));
            }
        }

        assertThat(buffer.count()).isEqualTo(added.size());
        assertThat(text(0, buffer.end(buffer.count() - 1))).isEqualTo(expected.toString());
        for (int i = 0; i < added.size(); i++) {
            assertThat(buffer.frame(i)).isSameAs(added.get(i));
            assertThat(text(buffer.start(i), buffer.end(i))).isEqualTo(text(added.get(i), chunked));
            assertThat(buffer.firstEndingAfter(buffer.start(i))).isEqualTo(i);
            assertThat(buffer.firstEndingAfter(buffer.end(i) - 1)).isEqualTo(i);
        }
    }

    @Test
    void shouldTakeALargeFrameAloneAndLetItsMemoryGo() {
        RingFrame large = frame(1, 5 * WriteBuffer.CAPACITY);
        RingFrame small = frame(2, 1);

        assertThat(buffer.fits(large.frame(), true)).isTrue();
        buffer.add(large, true);
        assertThat(text(0, buffer.end(0))).isEqualTo(text(large, true));
        assertThat(buffer.fits(small.frame(), true)).isFalse();

        buffer.clear();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.memory().capacity()).isEqualTo(WriteBuffer.CAPACITY);
        buffer.add(small, true);
        assertThat(buffer.fits(large.frame(), true)).isFalse();
        assertThat(text(0, buffer.end(0))).isEqualTo(text(small, true));
    }

    @Test
    void shouldTakeAsMuchOfARestAsThereIsRoomFor() {
        RingFrame large = frame(1, 2 * WriteBuffer.CAPACITY);
        String whole = text(large, true);

        int length = buffer.layOutRest(large.frame(), true, 100);
        assertThat(length).isEqualTo(WriteBuffer.CAPACITY);
        assertThat(text(0, length)).isEqualTo(whole.substring(100, 100 + WriteBuffer.CAPACITY));

        length = buffer.layOutRest(large.frame(), true, whole.length() - 3);
        assertThat(text(0, length)).isEqualTo(whole.substring(whole.length() - 3));
    }

    @Test
    void shouldBeWrittenFromDirectMemory() {
        ByteBuffer memory = buffer.memory();

        assertThat(memory.isDirect()).isTrue();
    }

    @Test
    void shouldCopyAPartOnceForAllWhoAskInARow() {
        buffer.add(frame(1, 3), true);
        buffer.add(frame(2, 3), true);

        ByteBuf first = buffer.copy(0, buffer.end(0));
        ByteBuf second = buffer.copy(0, buffer.end(0));
        assertThat(second.array()).isSameAs(first.array());
        first.skipBytes(first.readableBytes()).release();
        assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo(text(buffer.frame(0), true));

        assertThat(buffer.copy(0, buffer.end(1)).toString(StandardCharsets.UTF_8))
                .isEqualTo(text(buffer.frame(0), true) + text(buffer.frame(1), true));
        assertThat(buffer.copy(buffer.start(1), buffer.end(1)).toString(StandardCharsets.UTF_8))
                .as("of the same length as the first")
                .isEqualTo(text(buffer.frame(1), true));
    }

    @Test
    void shouldNotShareACopyAcrossFillings() {
        buffer.add(frame(1, 3), true);
        ByteBuf before = buffer.copy(0, buffer.end(0));

        buffer.clear();
        RingFrame next = frame(2, 3);
        buffer.add(next, true);

        assertThat(buffer.copy(0, buffer.end(0)).toString(StandardCharsets.UTF_8))
                .isEqualTo(text(next, true));
        assertThat(before.toString(StandardCharsets.UTF_8)).isEqualTo(text(frame(1, 3), true));
    }
}
