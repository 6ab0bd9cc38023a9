package io.ssegateway.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The ring against a list of all frames that were ever appended, and readers next to a writer that overtakes them. */
class FrameRingTest {
    private static final Position START = new Position(1_000, 7);

    private static RingFrame frame(Position position, int length) {
        return new RingFrame(position, List.of(Logs.A), Frame.of(ServerSentEvent.data("x".repeat(length))));
    }

    @Property(tries = 500)
    void shouldHoldTheNewestFramesWithinItsBounds(
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(min = 1, max = 2_000) int maxBytes,
            @ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> lengths) {
        FrameRing ring = new FrameRing(size, maxBytes);
        ring.begin(START);
        int capacity = Integer.highestOneBit(Math.max(2, size) * 2 - 1);
        List<RingFrame> all = new ArrayList<>();
        check(ring, all, capacity, maxBytes);
        for (int length : lengths) {
            // Gaps between positions, as in a log of which another node has written a part.
            Position last = ring.newest();
            RingFrame logged = frame(
                    length % 3 == 0
                            ? new Position(last.epochMillis() + 2, 0)
                            : new Position(last.epochMillis(), last.sequence() + 2),
                    length);
            all.add(logged);
            ring.append(logged, length);
            check(ring, all, capacity, maxBytes);
        }
    }

    @Test
    void shouldSendWhoeverStandsBeforeALossToTheLog() {
        FrameRing ring = new FrameRing(8, 1_000_000);
        ring.begin(START);
        Position first = new Position(2_000, 0);
        Position through = new Position(3_000, 0);
        Position next = new Position(4_000, 0);
        ring.append(frame(first, 10), 0);
        long bytes = ring.headBytes();

        ring.lost(through);

        assertThat(ring.newest()).isEqualTo(through);
        assertThat(ring.head()).isEqualTo(2);
        assertThat(ring.at(0)).isNull();
        assertThat(ring.at(1)).as("what a live pass comes to next").isNull();
        assertThat(ring.before(2)).isEqualTo(through);
        assertThat(ring.headBytes()).isEqualTo(bytes);
        assertThat(List.of(ring.after(START), ring.after(first), ring.after(new Position(2_999, 9))))
                .containsOnly(-1L);
        assertThat(ring.after(through)).isEqualTo(2);
        ring.append(frame(next, 10), 0);
        assertThat(ring.after(first)).isEqualTo(-1);
        assertThat(ring.after(through)).isEqualTo(2);
        assertThat(ring.after(next)).isEqualTo(3);
        assertThat(ring.before(3)).isEqualTo(next);
    }

    @Test
    void shouldTakeALossBeforeItsFirstFrame() {
        FrameRing ring = new FrameRing(8, 1_000_000);
        ring.begin(START);
        ring.lost(new Position(3_000, 0));

        assertThat(ring.after(START)).isEqualTo(-1);
        assertThat(ring.after(new Position(3_000, 0))).isEqualTo(1);
    }

    private static void check(FrameRing ring, List<RingFrame> all, int capacity, int maxBytes) {
        int tail = tail(all, capacity, maxBytes);
        assertThat(ring.head()).isEqualTo(all.size());
        assertThat(ring.tail()).isEqualTo(tail);
        assertThat(ring.newest()).isEqualTo(position(all, all.size()));
        assertThat(ring.headBytes()).isEqualTo(bytes(all, 0));
        for (int sequence = 0; sequence < all.size(); sequence++) {
            RingSlot slot = ring.at(sequence);
            if (sequence < tail) {
                assertThat(slot).isNull();
            } else {
                assertThat(slot).isNotNull();
                assertThat(slot.logged()).isSameAs(all.get(sequence));
                assertThat(slot.previous()).isEqualTo(position(all, sequence));
                assertThat(slot.endBytes() - slot.startBytes())
                        .isEqualTo(all.get(sequence).frame().length(true));
                assertThat(ring.headBytes() - slot.startBytes()).isEqualTo(bytes(all, sequence));
            }
        }
        assertThat(ring.at(all.size())).isNull();
        for (int sequence = 0; sequence <= all.size(); sequence++) {
            Position before = position(all, sequence);
            // The oldest frame tells what was before it, although that is gone.
            boolean known = sequence == 0 || sequence >= tail;
            assertThat(ring.before(sequence)).isEqualTo(known ? before : null);
            assertThat(ring.after(before)).isEqualTo(sequence >= tail ? sequence : -1);
            Position between = new Position(before.epochMillis(), before.sequence() + 1);
            assertThat(ring.after(between)).isEqualTo(sequence >= tail ? sequence : -1);
        }
        assertThat(ring.after(Position.ORIGIN)).isEqualTo(-1);
        assertThat(ring.after(new Position(Long.MAX_VALUE, 0))).isEqualTo(all.size());
    }

    private static int tail(List<RingFrame> all, int capacity, int maxBytes) {
        int tail = Math.max(0, all.size() - capacity);
        while (tail < all.size() - 1 && bytes(all, tail) > maxBytes) {
            tail++;
        }
        return tail;
    }

    private static Position position(List<RingFrame> all, int before) {
        return before == 0 ? START : all.get(before - 1).position();
    }

    private static long bytes(List<RingFrame> all, int from) {
        return all.subList(from, all.size()).stream()
                .mapToLong(logged -> logged.frame().length(true))
                .sum();
    }

    @Test
    void shouldGiveReadersTheRightFrameOrNone() throws Exception {
        FrameRing ring = new FrameRing(8, 1_000);
        ring.begin(START);
        AtomicBoolean written = new AtomicBoolean();
        List<Callable<?>> threads = new ArrayList<>();
        threads.add(() -> {
            for (int i = 1; i <= 200_000; i++) {
                ring.append(frame(new Position(2_000, i), i % 50), i);
            }
            written.set(true);
            return null;
        });
        for (int reader = 0; reader < 3; reader++) {
            threads.add(() -> follow(ring, written));
        }

        Logs.together(threads);
    }

    /** Frame n (from 0) has the position 2000-(n+1); a reader sees it so or not at all. */
    private static Object follow(FrameRing ring, AtomicBoolean written) {
        Position cursor = START;
        boolean last = false;
        while (!last) {
            last = written.get();
            long head = ring.head();
            assertThat(ring.headBytes()).isGreaterThanOrEqualTo(0);
            Position before = ring.before(head);
            assertThat(before == null || head == 0 || before.sequence() == head).isTrue();
            long next = ring.after(cursor);
            if (next < 0) {
                cursor = ring.newest();
                continue;
            }
            assertThat(next).isEqualTo(cursor.equals(START) ? 0 : cursor.sequence());
            for (RingSlot slot = ring.at(next); slot != null; slot = ring.at(++next)) {
                assertThat(slot.sequence()).isEqualTo(next);
                assertThat(slot.position().sequence()).isEqualTo(next + 1);
                assertThat(next == 0 || slot.previous().sequence() == next).isTrue();
                cursor = slot.position();
            }
        }
        assertThat(ring.after(new Position(2_000, 200_000))).isEqualTo(200_000);
        return cursor;
    }
}
