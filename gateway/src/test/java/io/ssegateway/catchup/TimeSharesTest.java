package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.catchup.TimeShares.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is served, and how often. */
class TimeSharesTest {
    private final TimeShares<String> queue = new TimeShares<>(0);
    private final Map<String, Long> served = new HashMap<>();

    private Ticket<String> join(String name, long address) {
        Ticket<String> ticket = queue.ticket(name, address);
        queue.add(ticket);
        return ticket;
    }

    private static String first(@Nullable Ticket<String> ticket) {
        return ticket == null ? "nobody" : ticket.holder();
    }

    private Ticket<String> next() {
        return Objects.requireNonNull(queue.next());
    }

    private long used(String name) {
        return served.getOrDefault(name, 0L);
    }

    /** Serves so many, each of which waits again; a turn of one whose name begins with "dear" takes 100, others' 1. */
    private void serve(int turns) {
        for (int i = 0; i < turns; i++) {
            Ticket<String> next = next();
            long cost = next.holder().startsWith("dear") ? 100 : 1;
            served.merge(next.holder(), cost, Long::sum);
            queue.add(next);
            queue.done(cost);
        }
    }

    @Test
    void shouldServeInTheOrderInWhichTheyCameWhatHasUsedTheSame() {
        List<String> order = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            join(name, name.hashCode() % 2);
        }
        for (int i = 0; i < 4; i++) {
            order.add(first(queue.next()));
            queue.done(0);
        }
        assertThat(order).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(order.indexOf("a")).isLessThan(order.indexOf("c"));
        assertThat(order.indexOf("b")).isLessThan(order.indexOf("d"));
        assertThat(queue.next()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldGiveEachStreamOfAClientTheSameTime() {
        for (int i = 0; i < 10; i++) {
            join("dear" + i, 1);
        }
        join("cheap", 1);
        serve(2_000);
        assertThat(served.get("cheap")).isBetween(1_700L, 1_900L);
        assertThat(served.get("dear0")).isBetween(1_700L, 1_900L);
    }

    @Test
    void shouldGiveEachClientTheSameTimeHoweverManyStreamsItHas() {
        for (int i = 0; i < 100; i++) {
            join("many" + i, 1);
        }
        join("single", 2);
        serve(1_000);
        assertThat(served.get("single")).isBetween(490L, 510L);
    }

    @Test
    void shouldNotLetAStreamThatComesSaveUpTime() {
        join("first", 1);
        serve(1_000);
        join("second", 1);
        join("other", 2);
        serve(400);
        assertThat(used("first") - 1_000).isBetween(90L, 110L);
        assertThat(served.get("second")).isBetween(90L, 110L);
        assertThat(served.get("other")).isBetween(190L, 210L);
    }

    @Test
    void shouldServeAStreamThatComesBeforeThoseThatHaveUsedMuch() {
        TimeShares<String> generous = new TimeShares<>(50);
        for (int i = 0; i < 10; i++) {
            generous.add(generous.ticket("long" + i, 1));
        }
        Ticket<String> next = null;
        for (int i = 0; i < 100; i++) {
            next = Objects.requireNonNull(generous.next());
            generous.add(next);
            generous.done(20);
        }
        generous.add(generous.ticket("short", 1));
        int turns = 0;
        for (next = generous.next(); next != null && next.holder().equals("short"); next = generous.next()) {
            turns++;
            generous.add(next);
            generous.done(10);
        }
        assertThat(turns).isBetween(5, 8);
    }

    @Test
    void shouldNotKeepThoseWaitingThatAreServedForThoseThatComeOneAfterTheOther() {
        TimeShares<String> generous = new TimeShares<>(50);
        generous.add(generous.ticket("long", 1));
        for (int i = 0; i < 100; i++) {
            Ticket<String> next = Objects.requireNonNull(generous.next());
            generous.add(next);
            generous.done(20);
        }
        int turns = 0;
        for (int i = 0; i < 50; i++) { // Each comes while the one before has not used up its credit.
            generous.add(generous.ticket("short" + i, 1));
            Ticket<String> next = Objects.requireNonNull(generous.next());
            generous.add(next);
            generous.done(10);
        }
        for (Ticket<String> next = generous.next(); next != null; next = generous.next()) {
            turns++;
            generous.add(next);
            generous.done(10);
            if (next.holder().equals("long")) {
                break;
            }
        }
        assertThat(turns).isBetween(100, 50 * 6 + 1);
    }

    @Test
    void shouldRememberWhatAClientUsedThatDidNotWaitMeanwhile() {
        Ticket<String> dear = queue.ticket("dear", 1);
        join("cheap", 2);
        for (int i = 0; i < 10; i++) {
            queue.add(dear);
            for (Ticket<String> next = next(); next != dear; next = next()) {
                served.merge(next.holder(), 1L, Long::sum);
                queue.add(next);
                queue.done(1);
            }
            queue.done(100); // It does not wait any more; the next time, it comes when the other has used as much.
        }
        assertThat(served.get("cheap")).isBetween(850L, 1_000L);
    }
}
