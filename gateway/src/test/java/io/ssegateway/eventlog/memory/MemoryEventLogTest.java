package io.ssegateway.eventlog.memory;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.events;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.EventLogContract;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest extends EventLogContract {
    private static final Topic PRICE = new Topic("/prices/1");
    private static final Topic OTHER_PRICE = new Topic("/prices/2");
    private static final Topic GOLD = new Topic("/prices/gold/1");
    private static final Topic ORDER = new Topic("/orders/1");

    @Override
    protected EventLog open(LogConfig config, LongSupplier epochMillis) {
        return new MemoryEventLog(config, new TestClock(epochMillis));
    }

    private MemoryEventLog openAt(LogConfig config) {
        return new MemoryEventLog(config, new TestClock(now::get));
    }

    @Test
    void shouldTellThatWhatWasBeforeItsBirthIsUnknown() {
        try (MemoryEventLog log = openAt(unbounded())) {
            Position birth = tail(log, entry -> {});

            assertThat(birth).isEqualTo(new Position(NOW, 0));
            assertThat(read(log, Position.ORIGIN, ALL)).isEqualTo(new Page(List.of(), birth, birth));
            assertThat(read(log, new Position(NOW - 1, 7), Interest.in(A)).lost())
                    .isEqualTo(birth);
            assertThat(read(log, birth, ALL)).isEqualTo(new Page(List.of(), birth, null));
            assertThat(append(log, A)).isGreaterThan(birth);
            assertThat(read(log, birth, ALL).lost()).isNull();
            assertThat(read(log, Position.ORIGIN, ALL).lost()).isEqualTo(birth);
        }
    }

    @Test
    void shouldGrowAcrossRestarts() {
        Position last;
        try (MemoryEventLog log = openAt(unbounded())) {
            append(log, A);
            last = append(log, A);
        }
        now.addAndGet(1);
        try (MemoryEventLog log = openAt(unbounded())) {
            Page page = read(log, last, ALL);

            assertThat(page.lost()).isGreaterThan(last);
            assertThat(append(log, A)).isGreaterThan(last);
        }
    }

    @Test
    void shouldBringBackAReaderFromAPositionThatIsStillToCome() {
        try (MemoryEventLog log = openAt(unbounded())) {
            Position newest = append(log, A);

            assertThat(read(log, new Position(NOW + 1_000_000, 0), ALL).through())
                    .isEqualTo(newest);
        }
    }

    @Test
    void shouldKeepEachPrefixByItself() {
        try (MemoryEventLog log = openAt(config(3, 0, Duration.ZERO, events("/prices/", 2)))) {
            Position order = append(log, ORDER);
            List<Position> prices = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                prices.add(append(log, i % 2 == 0 ? PRICE : OTHER_PRICE));
            }

            assertThat(log.size().events()).isEqualTo(3);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries()))
                    .containsExactly(order, prices.get(98), prices.get(99));
            assertThat(positions(read(log, Position.ORIGIN, Interest.in(ORDER)).entries()))
                    .containsExactly(order);
        }
    }

    @Test
    void shouldTakeTheLongestPrefixThatFits() {
        LogConfig config = config(
                1, 0, Duration.ZERO, events("/prices/", 2), events("/prices/gold/", 4), events("/prices/gold/1/", 3));
        try (MemoryEventLog log = openAt(config)) {
            for (int i = 0; i < 10; i++) {
                append(log, ORDER);
                append(log, PRICE);
                append(log, GOLD);
            }

            assertThat(read(log, Position.ORIGIN, Interest.in(ORDER)).entries()).hasSize(1);
            assertThat(read(log, Position.ORIGIN, Interest.in(PRICE)).entries()).hasSize(2);
            assertThat(read(log, Position.ORIGIN, Interest.in(GOLD)).entries()).hasSize(4);
            assertThat(read(log, Position.ORIGIN, ALL).entries()).hasSize(7);
        }
    }

    @Test
    void shouldInheritWhatAPrefixLeavesOut() {
        LogTopicConfig shortLived = new LogTopicConfig("/prices/", 0, 0, Duration.ofSeconds(1));
        LogTopicConfig small = new LogTopicConfig("/orders/", 0, 700, Duration.ZERO);
        try (MemoryEventLog log = openAt(config(3, 0, Duration.ofSeconds(10), shortLived, small))) {
            for (int i = 0; i < 5; i++) {
                append(log, ORDER);
                append(log, PRICE);
            }
            assertThat(read(log, Position.ORIGIN, Interest.in(PRICE)).entries()).hasSize(3);
            assertThat(read(log, Position.ORIGIN, Interest.in(ORDER)).entries()).hasSize(2);
            now.addAndGet(1_001);
            assertThat(read(log, Position.ORIGIN, Interest.in(PRICE)).entries()).isEmpty();
            assertThat(read(log, Position.ORIGIN, Interest.in(ORDER)).entries()).hasSize(2);
            now.addAndGet(9_000);
            assertThat(read(log, Position.ORIGIN, ALL).entries()).isEmpty();
        }
    }

    @Test
    void shouldNotTellOfLossesUnderAnotherRule() {
        try (MemoryEventLog log = openAt(config(1, 0, Duration.ZERO, events("/prices/", 1)))) {
            Position order = append(log, ORDER);
            append(log, PRICE, OTHER_PRICE);
            Position lost = append(log, PRICE);
            append(log, PRICE);

            assertThat(read(log, order, Interest.in(ORDER)).lost()).isNull();
            assertThat(read(log, order, Interest.in(PRICE)).lost()).isEqualTo(lost);
            assertThat(read(log, order, Interest.in(ORDER, OTHER_PRICE)).lost()).isEqualTo(lost);
            assertThat(read(log, order, ALL).lost()).isEqualTo(lost);

            Position secondOrder = append(log, ORDER);
            append(log, ORDER);
            assertThat(read(log, order, Interest.in(PRICE)).lost()).isEqualTo(lost);
            assertThat(read(log, order, Interest.in(ORDER)).lost()).isEqualTo(secondOrder);
        }
    }

    @Test
    void shouldReadAndMissAnUpdateWhoseFirstTopicLiesUnderAnotherRule() {
        try (MemoryEventLog log = openAt(config(1, 0, Duration.ZERO, events("/prices/", 1)))) {
            Position birth = tail(log, entry -> {});
            Position both = append(log, PRICE, ORDER);

            assertThat(read(log, birth, Interest.in(ORDER)))
                    .isEqualTo(new Page(read(log, birth, ALL).entries(), both, null));
            append(log, ORDER);
            assertThat(read(log, birth, Interest.in(ORDER)).entries()).hasSize(2);
            append(log, PRICE);
            assertThat(read(log, birth, Interest.in(ORDER)).entries()).hasSize(1);
            assertThat(read(log, birth, Interest.in(ORDER)).lost()).isEqualTo(both);
        }
    }

    @Test
    void shouldNotKeepWhatAloneIsTooLarge() {
        try (MemoryEventLog log = openAt(config(10, 1_000, Duration.ZERO))) {
            Position birth = tail(log, entry -> {});
            append(log, A);
            Position large =
                    await(log.append(update("x", "x".repeat(1_000), A))).position();

            assertThat(log.size()).isEqualTo(new EventLog.Size(0, 0));
            assertThat(read(log, birth, ALL)).isEqualTo(new Page(List.of(), large, large));
            assertThat(appendWithId(log, "x", A).duplicate()).isFalse();
        }
    }

    @Test
    void shouldAnswerBeforeItHasLookedAtEverything() {
        try (MemoryEventLog log = openAt(unbounded())) {
            int count = 3 * MemoryEventLog.MAX_LOOKED_AT + 1;
            for (int i = 0; i < count; i++) {
                append(log, A);
            }
            Position last = append(log, B);
            Position at = Position.ORIGIN;
            for (int i = 1; i <= 3; i++) {
                Page page = await(log.read(at, Interest.in(B), 1));
                assertThat(page.entries()).isEmpty();
                assertThat(page.through()).isGreaterThan(at).isLessThan(last);
                at = page.through();
            }

            assertThat(positions(await(log.read(at, Interest.in(B), 1)).entries()))
                    .containsExactly(last);
            assertThat(readAll(log, Position.ORIGIN, ALL, 1_000)).hasSize(count + 1);
            assertThat(readAll(log, Position.ORIGIN, Interest.in(B), 1_000)).hasSize(1);
        }
    }

    @Test
    void shouldForgetEverythingOnceClosed() {
        MemoryEventLog log = openAt(unbounded());
        appendWithId(log, "x", A);
        log.close();

        assertThat(log.size()).isEqualTo(new EventLog.Size(0, 0));
        assertThatThrownBy(() -> log.find("x", ALL).toCompletableFuture().join())
                .hasRootCauseInstanceOf(LogUnavailableException.class)
                .hasRootCauseMessage("The event log is closed.");
    }

    @Test
    void shouldFindIdsUnderEveryRule() {
        try (MemoryEventLog log = openAt(unbounded(events("/prices/", 5)))) {
            Position order = appendWithId(log, "order", ORDER).position();
            Position price = appendWithId(log, "price", PRICE).position();
            Position across = appendWithId(log, "across", PRICE, ORDER).position();

            assertThat(await(log.find("order", ALL))).contains(order);
            assertThat(await(log.find("price", ALL))).contains(price);
            assertThat(await(log.find("across", ALL))).contains(across);
        }
    }
}
