package io.ssegateway.eventlog.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EntryQueueTest {
    private static final Position BIRTH = new Position(1, 0);

    /** True adds the next entry, false drops the oldest one. */
    @Property
    void shouldBehaveLikeAList(@ForAll @Size(max = 300) List<Boolean> actions) {
        EntryQueue queue = new EntryQueue(BIRTH);
        List<Entry> model = new ArrayList<>();
        Position newestDropped = BIRTH;
        int time = 2;
        for (boolean adding : actions) {
            if (adding) {
                // Every second position only, so that there are some in between to be asked for.
                Entry entry = entry(time += 2);
                queue.add(entry);
                model.add(entry);
            } else if (!model.isEmpty()) {
                Entry oldest = model.remove(0);
                queue.drop(oldest);
                newestDropped = oldest.position();
            }
            assertThat(contents(queue, Position.ORIGIN)).hasSize(model.size());
            assertThat(queue.oldest()).isEqualTo(model.isEmpty() ? null : model.get(0));
            assertThat(queue.newestDropped()).isEqualTo(newestDropped);
        }
        assertThat(contents(queue, Position.ORIGIN)).isEqualTo(model);
        for (int i = 0; i < time + 2; i++) {
            Position position = new Position(i, 0);
            List<Entry> after = model.stream()
                    .filter(entry -> entry.position().isAfter(position))
                    .toList();
            assertThat(contents(queue, position)).isEqualTo(after);
        }
    }

    @Test
    void shouldKeepAnEntrysIndexWhenItGrows() {
        EntryQueue queue = new EntryQueue(BIRTH);
        Entry dropped = entry(1);
        queue.add(dropped);
        queue.drop(dropped);
        Entry entry = entry(2);
        queue.add(entry);
        long index = queue.firstAfter(Position.ORIGIN);
        for (int i = 3; i < 1000; i++) {
            queue.add(entry(i));
        }

        assertThat(queue.get(index)).isSameAs(entry);
        assertThat(queue.get(index - 1)).isNull();
        assertThat(queue.get(index + 997)).isEqualTo(entry(999));
        assertThat(queue.get(index + 998)).isNull();
    }

    private static List<Entry> contents(EntryQueue queue, Position after) {
        List<Entry> entries = new ArrayList<>();
        long i = queue.firstAfter(after);
        for (Entry next = queue.get(i); next != null; next = queue.get(++i)) {
            entries.add(next);
        }
        return entries;
    }

    private static Entry entry(int time) {
        return new Entry(new Position(time, 0), Logs.update(null, "x", Logs.A));
    }
}
