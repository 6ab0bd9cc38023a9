package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.C;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Private updates, and who is told nothing of them. */
interface LogPrivacyContract extends LogUnderTest {

    @Test
    default void shouldGiveBackWhetherAnUpdateIsPrivate() {
        List<Entry> told = Collections.synchronizedList(new ArrayList<>());
        Update named = new Update(
                List.of(A, B), ServerSentEvent.builder().id("x").data("named").build(), true);
        try (EventLog log = open()) {
            tail(log, told::add);
            Appended first = await(log.append(named));
            Appended second = await(log.append(privateUpdate("unnamed", A)));
            append(log, A);

            List<Entry> entries = read(log, Position.ORIGIN, PRIVATE_TOO).entries();

            assertThat(entries.get(0)).isEqualTo(new Entry(first.position(), named));
            assertThat(entries.get(1))
                    .isEqualTo(new Entry(
                            second.position(), privateUpdate("unnamed", A).withId(second.id())));
            assertThat(entries).extracting(entry -> entry.update().isPrivate()).containsExactly(true, true, false);
            assertThat(told).isEqualTo(entries);
            assertThat(await(log.append(update("x", "again", C)))).isEqualTo(new Appended(first.position(), "x", true));
        }
    }

    @Test
    default void shouldReadPrivateUpdatesToThoseAloneWhoMayHaveThem() {
        try (EventLog log = open()) {
            Position ofA = await(log.append(privateUpdate("a", A))).position();
            Position ofBoth = await(log.append(privateUpdate("a, b", A, B))).position();
            Position open = append(log, A);
            Position ofB = await(log.append(privateUpdate("b", B))).position();

            for (TopicMatcher asked : List.of(new ExactTopic(A), TopicMatchers.of("/a/{id}"), AnyTopic.INSTANCE)) {
                assertThat(found(log, asked)).containsExactly(open);
                assertThat(found(log, asked, new ExactTopic(C))).containsExactly(open);
                assertThat(found(log, asked, new ExactTopic(A))).containsExactly(ofA, ofBoth, open);
                assertThat(found(log, asked, TopicMatchers.of("/{kind}/1")))
                        .containsSubsequence(ofA, ofBoth, open)
                        .hasSize(asked.equals(AnyTopic.INSTANCE) ? 4 : 3);
            }
            assertThat(found(log, new ExactTopic(A), new ExactTopic(B)))
                    .as("granted by its other topic")
                    .containsExactly(ofBoth, open);
            assertThat(found(log, new ExactTopic(B), AnyTopic.INSTANCE)).containsExactly(ofBoth, ofB);
            assertThat(found(log, new ExactTopic(C), AnyTopic.INSTANCE)).isEmpty();
        }
    }

    private static List<Position> found(EventLog log, TopicMatcher asked, TopicMatcher... grants) {
        return positions(read(log, Position.ORIGIN, new Interest(List.of(asked), List.of(grants)))
                .entries());
    }

    @Test
    default void shouldMoveAReaderOnPastWhatItMayNotHave() {
        try (EventLog log = open()) {
            Position before = append(log, B);
            Position last = Position.ORIGIN;
            for (int i = 0; i < 3_000; i++) {
                last = await(log.append(privateUpdate("x", A))).position();
            }

            for (Interest interest : List.of(Interest.in(A), ALL)) {
                assertThat(readAll(log, before, interest, 10)).isEmpty();
                Page page = read(log, last, interest);
                assertThat(page).isEqualTo(new Page(List.of(), last, null));
            }
            Position seen = append(log, A);
            assertThat(positions(readAll(log, before, Interest.in(A), 10))).containsExactly(seen);
            assertThat(positions(readAll(log, before, ALL, 10))).containsExactly(seen);
        }
    }

    @Test
    default void shouldTellTheLossOfAPrivateUpdateToThoseWithGrantsAlone() {
        try (EventLog log = open(config(1, 0, Duration.ZERO))) {
            Position first = append(log, A);
            Position lost = await(log.append(privateUpdate("x", A))).position();
            Position second = append(log, A);

            assertThat(read(log, first, ALL).lost()).isNull();
            assertThat(read(log, first, PRIVATE_TOO).lost()).isEqualTo(lost);
            assertThat(read(log, lost, PRIVATE_TOO).lost()).isNull();

            await(log.append(privateUpdate("x", A)));
            await(log.append(privateUpdate("x", A)));

            assertThat(read(log, first, ALL))
                    .isEqualTo(new Page(List.of(), read(log, first, ALL).through(), second));
            assertThat(read(log, second, ALL).lost()).isNull();
        }
    }

    @Test
    default void shouldFindPrivateUpdatesForThoseAloneWhoMayReadThem() {
        Update secret = new Update(
                List.of(A, B), ServerSentEvent.builder().id("secret").data("x").build(), true);
        try (EventLog log = open()) {
            Position position = await(log.append(secret)).position();

            for (Interest stranger : List.of(ALL, Interest.in(A), Interest.in(A).granted(List.of(new ExactTopic(C))))) {
                assertThat(await(log.find("secret", stranger))).isEmpty();
            }
            assertThat(await(log.find("secret", PRIVATE_TOO))).contains(position);
            assertThat(await(log.find("secret", Interest.in(C).granted(List.of(new ExactTopic(B))))))
                    .contains(position);
        }
    }
}
