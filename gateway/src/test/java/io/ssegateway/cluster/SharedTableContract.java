package io.ssegateway.cluster;

import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a table of facts must do, wherever it lies. */
public abstract class SharedTableContract {
    private static final long AGES_MILLIS = 1_000_000_000;

    /** The table with a name, of one log that is this test's own. */
    protected abstract SharedTable table(String name);

    /** Some moments that are over, and some that are not, by the clock of the table. */
    protected Instant now() {
        return Instant.now();
    }

    private Instant later() {
        return now().plusMillis(AGES_MILLIS);
    }

    @Test
    void shouldHaveNothingAtFirst() {
        assertThat(await(table("a").all())).isEmpty();
        assertThat(await(table("a").remove("x"))).isFalse();
    }

    @Test
    void shouldHaveWhatWasPut() {
        await(table("a").put("x", "1", null));
        await(table("a").put("y", "2", later()));

        assertThat(await(table("a").all())).hasSize(2).containsEntry("x", "1").containsEntry("y", "2");
    }

    @Test
    void shouldTakeAnyText() {
        String text = "a b\n\r\t\0\"'{}%é\uD83D\uDE00";
        await(table("a").put(text, text, later()));
        await(table("a").put("", "", later()));

        assertThat(await(table("a").all())).hasSize(2).containsEntry(text, text).containsEntry("", "");
        assertThat(await(table("a").remove(text))).isTrue();
        assertThat(await(table("a").remove(""))).isTrue();
    }

    @Test
    void shouldTellTablesApart() {
        await(table("a").put("x", "1", null));
        await(table("b").put("x", "2", null));

        assertThat(await(table("a").all())).containsOnlyKeys("x").containsEntry("x", "1");
        assertThat(await(table("b").remove("x"))).isTrue();
        assertThat(await(table("a").all())).containsEntry("x", "1");
    }

    @Test
    void shouldPutInPlaceOfAnEarlierOne() {
        await(table("a").put("x", "1", now().minusMillis(1)));
        await(table("a").put("x", "2", null));
        assertThat(await(table("a").all())).containsEntry("x", "2");

        await(table("a").put("x", "3", later()));
        await(table("a").put("y", "", null));
        assertThat(await(table("a").all())).containsEntry("x", "3");

        await(table("a").put("x", "4", null));
        await(table("a").put("x", "5", now().minusMillis(1)));
        assertThat(await(table("a").all())).containsOnlyKeys("y");
    }

    @Test
    void shouldForgetWhatIsTooOld() {
        await(table("a").put("past", "1", now().minusMillis(1)));
        await(table("a").put("epoch", "2", Instant.EPOCH));
        await(table("a").put("now", "3", now()));
        await(table("a").put("year-9999", "4", Instant.parse("9999-12-31T23:59:59.999Z")));

        assertThat(await(table("a").remove("past"))).isFalse();
        assertThat(await(table("a").all())).containsOnlyKeys("year-9999");
        assertThat(await(table("a").remove("epoch"))).isFalse();
        assertThat(await(table("a").remove("year-9999"))).isTrue();
    }

    @Test
    void shouldRemoveOnce() throws Exception {
        await(table("a").put("x", "1", null));
        AtomicInteger removed = new AtomicInteger();
        List<Callable<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(() -> await(table("a").remove("x")) ? removed.incrementAndGet() : 0);
        }
        together(tasks);

        assertThat(removed).hasValue(1);
        assertThat(await(table("a").all())).isEmpty();
    }

    @Test
    void shouldNotRemoveAgainByTheTimeOfAnEarlierOne() {
        await(table("a").put("x", "1", now().minusMillis(1)));
        await(table("a").remove("x"));
        await(table("a").put("x", "2", null));
        await(table("a").put("y", "3", null));

        assertThat(await(table("a").all())).containsOnlyKeys("x", "y");
    }

    @Test
    void shouldKeepAllThatManyPutAtOnce() throws Exception {
        List<Callable<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int task = i;
            tasks.add(() -> {
                for (int j = 0; j < 50; j++) {
                    await(table("a").put(task + "-" + j, "", j % 2 == 0 ? later() : null));
                }
                return task;
            });
        }
        together(tasks);

        assertThat(await(table("a").all())).hasSize(200);
    }
}
