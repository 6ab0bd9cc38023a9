package io.ssegateway.eventlog.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Logs;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Position BIRTH = new Position(1, 0);

    /** True adds the next entry, false drops the oldest one. */
    @Property
    void shouldBehaveLikeAList(@ForAll @Size(max = 300) List<Boolean> actions) {
        Run run = new Run(BIRTH);
        List<Entry> model = new ArrayList<>();
        Position newestDropped = BIRTH;
        int time = 2;
        for (boolean adding : actions) {
            if (adding) {
                // Every second position only, so that there are some in between to be asked for.
                Entry entry = entry(time += 2);
                run.add(entry);
                model.add(entry);
            } else if (!model.isEmpty()) {
                Entry oldest = model.remove(0);
                run.drop(oldest);
                newestDropped = oldest.position();
            }
            assertThat(run.size()).isEqualTo(model.size());
            assertThat(run.oldest()).isEqualTo(model.isEmpty() ? null : model.get(0));
            assertThat(run.newestDropped()).isEqualTo(newestDropped);
        }
        assertThat(contents(run, Position.ORIGIN)).isEqualTo(model);
        for (int i = 0; i < time + 2; i++) {
            Position position = new Position(i, 0);
            List<Entry> after = model.stream()
                    .filter(entry -> entry.position().isAfter(position))
                    .toList();
            assertThat(contents(run, position)).isEqualTo(after);
        }
    }

    @Test
    void shouldKeepAnEntrysIndexWhenItGrows() {
        Run run = new Run(BIRTH);
        Entry dropped = entry(1);
        run.add(dropped);
        run.drop(dropped);
        Entry entry = entry(2);
        run.add(entry);
        long index = run.start();
        for (int i = 3; i < 1000; i++) {
            run.add(entry(i));
        }

        assertThat(run.get(index)).isSameAs(entry);
        assertThat(run.get(index - 1)).isNull();
        assertThat(run.get(run.end() - 1)).isEqualTo(entry(999));
        assertThat(run.get(run.end())).isNull();
    }

    @Test
    void shouldBeEmptyOnceCleared() {
        Run run = new Run(BIRTH);
        for (int i = 2; i < 100; i++) {
            run.add(entry(i));
        }
        run.clear();

        assertThat(run.size()).isZero();
        assertThat(run.oldest()).isNull();
        assertThat(contents(run, Position.ORIGIN)).isEmpty();
    }

    private static List<Entry> contents(Run run, Position after) {
        List<Entry> entries = new ArrayList<>();
        for (long i = run.firstAfter(after); i < run.end(); i++) {
            entries.add(run.get(i));
        }
        return entries;
    }

    private static Entry entry(int time) {
        return new Entry(new Position(time, 0), Logs.update(null, "x", Logs.A));
    }
}
