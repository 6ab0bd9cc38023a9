package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.unbounded;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What an event log must do besides that outlives the process. */
public abstract class LastingEventLogContract extends EventLogContract {

    /** Opens the log again that was opened last, and closed. */
    protected abstract EventLog reopen(LogConfig config, LongSupplier epochMillis);

    private EventLog openAgain(LogConfig config) {
        return reopen(config, now::get);
    }

    @Test
    void shouldHaveAfterARestartWhatItHadBefore() {
        List<Entry> before;
        EventLog.Size size;
        try (EventLog log = open(unbounded())) {
            append(log, A);
            appendWithId(log, "x", A, B);
            append(log, B);
            before = read(log, Position.ORIGIN, ALL).entries();
            size = log.size();
        }
        try (EventLog log = openAgain(unbounded())) {
            assertThat(read(log, Position.ORIGIN, ALL).entries()).hasSize(3).isEqualTo(before);
            assertThat(log.size()).isEqualTo(size);
            List<Entry> told = new ArrayList<>();
            assertThat(tail(log, told::add)).isEqualTo(before.get(2).position());
            assertThat(told).isEmpty();
        }
    }

    @Test
    void shouldLetPositionsGrowAcrossRestartsAlsoWhenTheClockIsSetBack() {
        List<Position> given = new ArrayList<>();
        try (EventLog log = open(unbounded())) {
            given.add(append(log, A));
            given.add(append(log, A));
        }
        for (long back : new long[] {0, 100_000, 1}) {
            now.addAndGet(-back);
            try (EventLog log = openAgain(unbounded())) {
                given.add(append(log, A));
                given.add(append(log, A));
            }
        }

        assertThat(given).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldLetPositionsGrowWhenAllIsForgotten() {
        LogConfig config = config(10, 0, Duration.ofSeconds(10));
        Position newest;
        try (EventLog log = open(config)) {
            append(log, A);
            newest = append(log, A);
            now.addAndGet(20_000);
            assertThat(read(log, Position.ORIGIN, ALL).entries()).isEmpty();
        }
        now.addAndGet(-100_000);
        try (EventLog log = openAgain(config)) {
            assertThat(tail(log, entry -> {})).isEqualTo(newest);
            assertThat(append(log, A)).isGreaterThan(newest);
        }
    }

    @Test
    void shouldResumeByIdAndByPositionAcrossRestarts() {
        Position first;
        Position second;
        try (EventLog log = open(unbounded())) {
            first = appendWithId(log, "first", A).position();
            second = append(log, A);
        }
        try (EventLog log = openAgain(unbounded())) {
            Position third = append(log, A);

            assertThat(await(log.find("first", ALL))).contains(first);
            assertThat(await(log.reach(second))).isTrue();
            assertThat(read(log, first, Interest.in(A)).lost()).isNull();
            assertThat(positions(read(log, first, Interest.in(A)).entries())).containsExactly(second, third);
        }
    }

    @Test
    void shouldTakeAnIdOnceAcrossRestarts() {
        Appended first;
        try (EventLog log = open(unbounded())) {
            first = appendWithId(log, "x", A);
        }
        try (EventLog log = openAgain(unbounded())) {
            assertThat(appendWithId(log, "x", B)).isEqualTo(new Appended(first.position(), "x", true));
            assertThat(log.size().events()).isEqualTo(1);
        }
    }

    @Test
    void shouldRememberWhatWasLost() {
        Position first;
        Position second;
        try (EventLog log = open(config(2, 0, Duration.ZERO))) {
            first = append(log, A);
            second = append(log, A);
            append(log, A);
            append(log, A);
        }
        try (EventLog log = openAgain(config(2, 0, Duration.ZERO))) {
            assertThat(read(log, first, ALL).lost()).isEqualTo(second);
            assertThat(read(log, second, ALL).lost()).isNull();
            Position fifth = append(log, A);
            assertThat(read(log, second, ALL).lost()).isGreaterThan(second).isLessThan(fifth);
        }
    }

    @Test
    void shouldKeepToNewBounds() {
        Position eighth = Position.ORIGIN;
        try (EventLog log = open(config(10, 0, Duration.ZERO))) {
            for (int i = 0; i < 10; i++) {
                Position position = append(log, A);
                eighth = i == 7 ? position : eighth;
            }
        }
        try (EventLog log = openAgain(config(3, 0, Duration.ZERO))) {
            append(log, A);
            assertThat(read(log, Position.ORIGIN, ALL).entries()).hasSize(3);
            assertThat(read(log, Position.ORIGIN, ALL).lost()).isEqualTo(eighth);
        }
    }

    @Property(tries = 40)
    void shouldTellATailThatWantsThemTheNewestOfWhatWasThereBefore(@ForAll long seed) {
        Random random = new Random(seed);
        LogConfig config = config(
                1 + random.nextInt(40),
                0,
                Duration.ofSeconds(random.nextInt(20)),
                Logs.events("/a/", 1 + random.nextInt(20)));
        try (EventLog log = open(config)) {
            appendSome(log, random);
        }
        try (EventLog log = openAgain(config)) {
            RecentTail tail = new RecentTail();
            boolean hasMore = random.nextBoolean();
            if (hasMore) {
                appendSome(log, random);
            }
            log.tail(tail);
            if (hasMore) { // Which may have pushed others out.
                assertThat(tail.told).containsAll(Logs.readAll(log, tail.before, Logs.PRIVATE_TOO, 100));
            } else {
                tail.hasWhatAReaderFinds(log);
            }
            RecentTail later = new RecentTail();
            log.tail(later);
            Position next = append(log, A);

            assertThat(positions(tail.told)).endsWith(next);
            assertThat(positions(later.told)).as("they were told once").containsExactly(next);
        }
    }

    private void appendSome(EventLog log, Random random) {
        for (int i = random.nextInt(40); i > 0; i--) {
            now.addAndGet(random.nextLong(3) * random.nextLong(900));
            Topic topic = random.nextBoolean() ? A : B;
            await(log.append(random.nextBoolean() ? Logs.update(null, "x", topic) : Logs.privateUpdate("x", topic)));
        }
    }
}
