package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.testing.TestTicker;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionHorizonTest {
    private static final Topic A = new Topic("a");
    private static final Topic FAST = new Topic("fast/1");
    private static final Interest ALL_A = Interest.in(A);
    private static final Interest ALL_FAST = Interest.in(FAST);

    private long nowNanos;
    private long numbers;

    private RetentionHorizon horizon(LogConfig config) {
        return new RetentionHorizon(new RetentionPolicy(config), new TestTicker(() -> nowNanos));
    }

    private void append(RetentionHorizon horizon, int count, Topic... topics) {
        for (int i = 0; i < count; i++) {
            append(horizon, "x", topics);
        }
    }

    private void append(RetentionHorizon horizon, String data, Topic... topics) {
        horizon.appended(new Entry(new Position(1, numbers), Logs.update(null, data, topics)), numbers++);
    }

    @Test
    void shouldHaveNothingAtRiskBeforeHalfIsFull() {
        RetentionHorizon horizon = horizon(Logs.config(100, 0, Duration.ZERO));
        append(horizon, 50, A);

        assertThat(horizon.now().newest()).isEqualTo(Long.MIN_VALUE);
        assertThat(horizon.now().concerns(-1, ALL_A)).isFalse();
    }

    @Test
    void shouldPutEventsAtRiskAfterHalfOfThoseThatAreKept() {
        RetentionHorizon horizon = horizon(Logs.config(100, 0, Duration.ZERO));
        append(horizon, 1_000, A);

        // 900 to 999 are kept.
        assertThat(horizon.now().newest()).isBetween(949L, 955L);
        assertThat(horizon.now().concerns(900, ALL_A)).isTrue();
        assertThat(horizon.now().concerns(955, ALL_A)).isFalse();
    }

    @Test
    void shouldPutBytesAtRiskAfterHalfOfThoseThatAreKept() {
        RetentionHorizon horizon = horizon(Logs.config(1_000_000, 300_000, Duration.ZERO));
        for (int i = 0; i < 300; i++) {
            append(horizon, "x".repeat(10_000), A);
        }

        // About 29 of them are kept.
        assertThat(horizon.now().newest()).isBetween(281L, 286L);
    }

    @Test
    void shouldPutAnUpdateAtRiskAtHalfItsAgeAlsoIfNothingFollows() {
        RetentionHorizon horizon = horizon(Logs.config(1_000_000, 0, Duration.ofHours(16)));
        append(horizon, 1, A);
        nowNanos += TimeUnit.MINUTES.toNanos(1);
        append(horizon, 1, A);
        nowNanos += TimeUnit.HOURS.toNanos(7);
        assertThat(horizon.now().newest()).isEqualTo(Long.MIN_VALUE);

        nowNanos += TimeUnit.HOURS.toNanos(1);
        assertThat(horizon.now().newest()).isEqualTo(1);
        assertThat(horizon.shortestAgeNanos()).isEqualTo(TimeUnit.HOURS.toNanos(16));
    }

    @Test
    void shouldConcernOnlyThoseWhoReadTheTopicsOfABusyRule() {
        RetentionHorizon horizon =
                horizon(Logs.config(100_000, 0, Duration.ZERO, new LogTopicConfig("fast/", 10, 0, Duration.ZERO)));
        append(horizon, 1_000, FAST);

        assertThat(horizon.now().concerns(-1, ALL_A)).isFalse();
        assertThat(horizon.now().concerns(-1, ALL_FAST)).isTrue();
        assertThat(horizon.now().concerns(999, ALL_FAST)).isFalse();
    }

    @Test
    void shouldConcernEverybodyWhereTopicsLieUnderSeveralRules() {
        RetentionHorizon horizon =
                horizon(Logs.config(100_000, 0, Duration.ZERO, new LogTopicConfig("fast/", 10, 0, Duration.ZERO)));
        append(horizon, 20, FAST, A);

        assertThat(horizon.now().concerns(-1, ALL_A)).isTrue();
    }

    @Test
    void shouldConcernEverybodyWhoHasNotPassedALoss() {
        RetentionHorizon horizon = horizon(Logs.config(100_000, 0, Duration.ZERO));
        horizon.lost(7);

        assertThat(horizon.now().concerns(6, ALL_A)).isTrue();
        assertThat(horizon.now().concerns(7, ALL_A)).isFalse();
    }

    /** Whatever is published: a position that is not at risk is one that the log still can go on from. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNeverCallSafeWhatTheLogSoonDrops(long seed) {
        Random random = new Random(seed);
        int maxEvents = 3 + random.nextInt(60);
        LogConfig config = Logs.config(
                maxEvents,
                random.nextBoolean() ? 0 : 20_000,
                Duration.ZERO,
                new LogTopicConfig("fast/", 3 + random.nextInt(10), 0, Duration.ZERO));
        long[] sequence = {0};
        Position[] positions = new Position[2_000];
        RetentionHorizon horizon = horizon(config);
        Position[] birth = new Position[1];
        try (MemoryEventLog log = new MemoryEventLog(config, new TestClock(() -> 1))) {
            log.tail(new LogTail() {
                @Override
                public void begin(Position newest) {
                    birth[0] = newest;
                }

                @Override
                public void appended(Entry entry) {
                    positions[(int) sequence[0]] = entry.position();
                    horizon.appended(entry, sequence[0]++);
                }
            });
            for (int i = 0; i < 1_000; i++) {
                Topic[] topics =
                        random.nextInt(20) == 0 ? new Topic[] {FAST, A} : new Topic[] {random.nextBoolean() ? FAST : A};
                Logs.await(log.append(Logs.update(null, "x".repeat(random.nextInt(300)), topics)));
                long through = Math.max(-1, sequence[0] - 1 - random.nextInt(40));
                for (Interest interest : new Interest[] {ALL_A, ALL_FAST}) {
                    if (!horizon.now().concerns(through, interest)) {
                        Position after = through < 0 ? birth[0] : positions[(int) through];
                        assertThat(Logs.await(log.read(after, interest, 1)).lost())
                                .as("lost after %d of %d", through, sequence[0])
                                .isNull();
                    }
                }
            }
        }
    }
}
