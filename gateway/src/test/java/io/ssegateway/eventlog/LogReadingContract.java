package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.C;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is appended, and what is read of it. */
interface LogReadingContract extends LogUnderTest {

    @Test
    default void shouldGiveBackWhatWasAppended() {
        ServerSentEvent event = ServerSentEvent.builder()
                .id("urn:uuid:ü/1")
                .event("type")
                .data("one\ntwo\r\n\u0000\n\uD83D\uDE00")
                .retryMillis(1234)
                .build();
        Update full = new Update(List.of(B, A, new Topic("ä \"\\{}*")), event);
        Update retryAlone =
                new Update(List.of(A), ServerSentEvent.builder().retryMillis(0).build());
        try (EventLog log = open()) {
            Appended first = await(log.append(full));
            Appended second = await(log.append(retryAlone));

            List<Entry> entries = read(log, Position.ORIGIN, ALL).entries();

            assertThat(first).isEqualTo(new Appended(first.position(), "urn:uuid:ü/1", false));
            assertThat(entries.get(0)).isEqualTo(new Entry(first.position(), full));
            String id = second.position().toString();
            assertThat(second).isEqualTo(new Appended(second.position(), id, false));
            assertThat(entries.get(1))
                    .isEqualTo(new Entry(
                            second.position(),
                            new Update(List.of(A), retryAlone.event().withId(id))));
        }
    }

    @Test
    default void shouldCountOnWithinAMillisecondAndWhenTheClockIsSetBack() {
        try (EventLog log = open()) {
            List<Position> positions = new ArrayList<>();
            for (long millis : new long[] {0, 0, 5, 5, 2, -100_000, 6}) {
                now().set(EventLogContract.NOW + millis);
                positions.add(append(log, A));
            }

            assertThat(positions).isSorted().doesNotHaveDuplicates();
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).isEqualTo(positions);
        }
    }

    @Test
    default void shouldReadOnlyWhatIsBehindThePosition() {
        try (EventLog log = open()) {
            Position first = append(log, A);
            Position second = append(log, A);
            Position third = append(log, A);

            assertThat(positions(read(log, first, ALL).entries())).containsExactly(second, third);
            assertThat(positions(read(log, new Position(second.epochMillis(), second.sequence()), ALL)
                            .entries()))
                    .containsExactly(third);
            assertThat(read(log, third, ALL)).isEqualTo(new Page(List.of(), third, null));
        }
    }

    @Test
    default void shouldMoveAReaderOnWhoseTopicsAreQuiet() {
        try (EventLog log = open()) {
            Position before = append(log, A);
            Position newest = append(log, B);

            assertThat(read(log, before, Interest.in(A))).isEqualTo(new Page(List.of(), newest, null));
            assertThat(read(log, Position.ORIGIN, Interest.in(A)).through()).isEqualTo(newest);
            assertThat(read(log, before, Interest.NONE)).isEqualTo(new Page(List.of(), newest, null));
        }
    }

    @Test
    default void shouldReadAnUpdateToSeveralTopicsOnceForEachInterest() {
        try (EventLog log = open()) {
            Position both = append(log, A, B);
            Position one = append(log, B);

            assertThat(positions(read(log, Position.ORIGIN, Interest.in(A)).entries()))
                    .containsExactly(both);
            assertThat(positions(read(log, Position.ORIGIN, Interest.in(B)).entries()))
                    .containsExactly(both, one);
            assertThat(positions(read(log, Position.ORIGIN, Interest.in(A, B)).entries()))
                    .containsExactly(both, one);
            assertThat(positions(read(
                                    log,
                                    Position.ORIGIN,
                                    new Interest(List.of(AnyTopic.INSTANCE, new ExactTopic(A), new ExactTopic(C))))
                            .entries()))
                    .containsExactly(both, one);
            assertThat(read(log, Position.ORIGIN, Interest.in(C)).entries()).isEmpty();
        }
    }

    @Test
    default void shouldRefuseALimitThatWouldNeverGetOn() {
        try (EventLog log = open()) {
            assertThatThrownBy(() -> log.read(Position.ORIGIN, ALL, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 100)
    default void shouldReadTheSameInPagesOfAnySize(
            @ForAll @IntRange(max = 60) int count,
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @IntRange(min = 1, max = 15) int interestBits,
            @ForAll @IntRange(max = 15) int grantBits,
            @ForAll int seed) {
        Random random = new Random(seed);
        try (EventLog log = open()) {
            List<Position> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                now().addAndGet(random.nextInt(3));
                Topic[] topics = someTopics(random);
                all.add(
                        random.nextInt(3) > 0
                                ? append(log, topics)
                                : await(log.append(privateUpdate("x", topics))).position());
            }
            Position after = count == 0 || random.nextBoolean() ? Position.ORIGIN : all.get(random.nextInt(count));
            Interest interest = new Interest(matchers(interestBits), matchers(grantBits));

            List<Entry> once = read(log, after, interest).entries();

            assertThat(readAll(log, after, interest, limit)).isEqualTo(once);
            assertThat(once)
                    .allMatch(entry -> entry.update().isWantedBy(interest))
                    .isSortedAccordingTo((x, y) -> x.position().compareTo(y.position()));
            if (interest.equals(PRIVATE_TOO)) {
                assertThat(positions(once))
                        .isEqualTo(all.stream().filter(p -> p.isAfter(after)).toList());
            }
        }
    }

    @Test
    default void shouldFailOnceItIsClosed() {
        EventLog log = open();
        append(log, A);
        log.close();

        assertThat(log.append(update(null, "x", A)).toCompletableFuture()).isCompletedExceptionally();
        assertThat(log.read(Position.ORIGIN, ALL, 1).toCompletableFuture()).isCompletedExceptionally();
        assertThat(log.find("x", ALL).toCompletableFuture()).isCompletedExceptionally();
        log.close();
    }

    private static Topic[] someTopics(Random random) {
        List<Topic> topics = new ArrayList<>(List.of(A, B, C));
        Collections.shuffle(topics, random);
        return topics.subList(0, 1 + random.nextInt(2)).toArray(Topic[]::new);
    }

    /** One bit each for three topics, and one for all. */
    private static List<TopicMatcher> matchers(int bits) {
        if ((bits & 8) != 0) {
            return List.of(AnyTopic.INSTANCE);
        }
        List<TopicMatcher> matchers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if ((bits & 1 << i) != 0) {
                matchers.add(new ExactTopic(List.of(A, B, C).get(i)));
            }
        }
        return matchers;
    }
}
