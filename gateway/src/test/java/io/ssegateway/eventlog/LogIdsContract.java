package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.together;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers' ids: each is taken once, and found. */
interface LogIdsContract extends LogUnderTest {

    @Test
    default void shouldTakeAnIdOnce() {
        try (EventLog log = open()) {
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            tail(log, told::add);
            Appended first = await(log.append(update("x", "first", A)));
            append(log, A);
            Appended again = await(log.append(update("x", "second", B)));

            assertThat(again).isEqualTo(new Appended(first.position(), "x", true));
            assertThat(data(read(log, Position.ORIGIN, ALL).entries())).containsExactly("first", "x");
            assertThat(log.size().events()).isEqualTo(2);
            assertThat(appendWithId(log, "X", A).duplicate()).isFalse();
            assertThat(told).isEqualTo(read(log, Position.ORIGIN, ALL).entries());
        }
    }

    @Test
    default void shouldTakeAnIdOnceOfManyThatComeTogether() throws Exception {
        try (EventLog log = open()) {
            Map<String, AtomicInteger> news = new ConcurrentHashMap<>();
            Map<String, Position> where = new ConcurrentHashMap<>();
            together(Collections.nCopies(Publishers.COUNT, () -> {
                for (int i = 0; i < 200; i++) {
                    Appended appended = appendWithId(log, "id-" + i, A);
                    news.computeIfAbsent(appended.id(), id -> new AtomicInteger())
                            .addAndGet(appended.duplicate() ? 0 : 1);
                    Position other = where.putIfAbsent(appended.id(), appended.position());
                    assertThat(other).isIn(null, appended.position());
                }
                return null;
            }));

            assertThat(news)
                    .hasSize(200)
                    .allSatisfy((id, count) -> assertThat(count).hasValue(1));
            assertThat(log.size().events()).isEqualTo(200);
        }
    }

    @Test
    default void shouldTakeAnIdAgainOnceItsUpdateIsForgotten() {
        try (EventLog log = open(config(2, 0, Duration.ofSeconds(10)))) {
            Appended first = appendWithId(log, "x", A);
            append(log, A);
            append(log, A);
            Appended second = appendWithId(log, "x", A);

            assertThat(second.duplicate()).isFalse();
            assertThat(second.position()).isGreaterThan(first.position());
            assertThat(appendWithId(log, "x", A)).isEqualTo(new Appended(second.position(), "x", true));

            now().addAndGet(10_001);
            assertThat(appendWithId(log, "x", A).duplicate()).isFalse();
        }
    }

    @Test
    default void shouldFindUpdatesByTheirPublishersIds() {
        try (EventLog log = open(config(2, 0, Duration.ZERO))) {
            Position gone = appendWithId(log, "gone", A).position();
            Position named = appendWithId(log, "named", A).position();
            Position unnamed = append(log, A);

            assertThat(await(log.find("named", Interest.NONE))).contains(named);
            assertThat(await(log.find("gone", PRIVATE_TOO))).isEmpty();
            for (Position position : List.of(gone, named, unnamed)) {
                assertThat(await(log.find(position.toString(), PRIVATE_TOO))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-", "0-0", "0-1", "999999999999999999-0", "1700000000000", "earliest", "*", "'; --"})
    default void shouldNotFindWhatWasNeverThere(String id) {
        try (EventLog log = open()) {
            assertThat(await(log.find(id, PRIVATE_TOO))).isEmpty();
            append(log, A);
            assertThat(await(log.find(id, PRIVATE_TOO))).isEmpty();
        }
    }
}
