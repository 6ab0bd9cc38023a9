package io.ssegateway.eventlog.redis;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
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
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.RedisLogConfig;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.EventLogContract;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RecentTail;
import io.ssegateway.eventlog.Update;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract with a real Redis, whose clock decides; what one stream in Redis does otherwise; several nodes on one
 * log.
 */
class RedisEventLogIT extends EventLogContract {
    private static final RedisProcess REDIS = RedisProcess.shared();

    @Override
    protected EventLog open(LogConfig config, LongSupplier epochMillis) {
        return RedisLogs.open(config, REDIS.uri(), RedisLogs.unused());
    }

    @Test
    @Override
    public void shouldTakeAnIdAgainOnceItsUpdateIsForgotten() {
        try (EventLog log = RedisLogs.open(config(2, 0, Duration.ZERO), REDIS.uri(), RedisLogs.unused())) {
            Appended first = appendWithId(log, "x", A);
            append(log, A);
            append(log, A);
            Appended second = appendWithId(log, "x", A);

            assertThat(second.duplicate()).isFalse();
            assertThat(second.position()).isGreaterThan(first.position());
            assertThat(appendWithId(log, "x", A)).isEqualTo(new Appended(second.position(), "x", true));
        }
    }

    @Test
    @Override
    public void shouldForgetTheOldestOfTooManyBytes() {
        assertRefused(config(10, 100_000, Duration.ZERO), "log.max-bytes");
    }

    @Test
    @Override
    public void shouldForgetWhatIsTooOldAlsoWhenNothingNewComes() {
        try (EventLog log = RedisLogs.open(config(100, 0, Duration.ofSeconds(1)), REDIS.uri(), RedisLogs.unused())) {
            Position first = append(log, A);
            Position second = appendWithId(log, "second", A).position();

            await().until(() -> log.size().events() == 0);

            assertThat(Logs.await(log.find("second", Logs.ALL))).isEmpty();
            assertThat(read(log, first, ALL)).isEqualTo(new Page(List.of(), second, second));
            assertThat(read(log, second, ALL)).isEqualTo(new Page(List.of(), second, null));
            assertThat(appendWithId(log, "second", A).duplicate()).isFalse();
        }
    }

    /** One that knows none of private updates finds no topics in the entry, so that it passes it over. */
    @Test
    void shouldWriteAPrivateUpdateSoThatAnOlderGatewayTellsNobody() {
        List<String> open = EntryCodec.encode(update("x", "d", A));
        List<String> closed = EntryCodec.encode(Logs.privateUpdate("d", A));

        assertThat(open).startsWith("t", A.name());
        assertThat(closed).startsWith("s", A.name()).doesNotContain("t");
    }

    @Test
    void shouldReadWhatAnOlderGatewayWrote() {
        Map<String, String> fields = Map.of("p", "0-0", "t", "/a/1\n/b/1", "e", "type", "d", "data", "r", "5");

        Stored read = EntryCodec.decode(List.of(new StreamMessage<>("log", "7-1", fields)))
                .get(0);

        assertThat(read.previous()).isEqualTo(Position.ORIGIN);
        assertThat(read.entry())
                .isEqualTo(new Entry(
                        new Position(7, 1),
                        new Update(
                                List.of(A, Logs.B),
                                ServerSentEvent.builder()
                                        .id("7-1")
                                        .event("type")
                                        .data("data")
                                        .retryMillis(5)
                                        .build(),
                                false)));
    }

    @Test
    void shouldRefuseWhatOneStreamCannotDo() {
        assertRefused(unbounded(events("/a/", 5)), "log.topics");
    }

    private static void assertRefused(LogConfig bounds, String key) {
        LogConfig refused = new LogConfig(
                LogType.REDIS,
                bounds.maxEvents(),
                bounds.maxBytes(),
                bounds.maxAge(),
                16,
                0,
                bounds.topics(),
                bounds.sqlite(),
                new RedisLogConfig(REDIS.uri(), "", "refused", RedisLogs.TIMEOUT, 1));
        assertThatThrownBy(() -> RedisEventLogs.open(refused, "node"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{", "}{", "a{}b", "{a}{b}"})
    void shouldRefuseANameWhoseKeysWouldNotLieTogether(String stream) {
        assertThatThrownBy(() -> RedisLogs.open(REDIS.uri(), stream))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.redis.stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "http://user:secret@127.0.0.1", "redis://:secret@", "redis-cluster://u:secret@"})
    void shouldRefuseAUriWithoutTellingThePassword(String uri) {
        assertThatThrownBy(() -> RedisLogs.open(uri, "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.redis.uri")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldOpenWithoutRedisAndNotTellThePassword() {
        LogConfig config =
                RedisLogs.config(unbounded(), "redis://user:secret@127.0.0.1:1", "x", Duration.ofMillis(500));

        try (EventLog log = RedisEventLogs.open(config, "node")) {
            assertThat(log.problem().orElseThrow())
                    .contains("redis://user:***@127.0.0.1:1")
                    .doesNotContain("secret");
            assertThat(log.size().events()).isZero();
            for (CompletionStage<?> asked : List.of(
                    log.append(update(null, "x", A)),
                    log.read(Position.ORIGIN, ALL, 10),
                    log.find("x", Logs.ALL),
                    log.cluster(() -> 0).orElseThrow().nodes())) {
                assertThat(asked.toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableThat()
                        .withCauseInstanceOf(LogUnavailableException.class);
            }
        }
    }

    /** Redis is there and says no: waiting would not help, and a start that looks well would hide it. */
    @ParameterizedTest
    @ValueSource(strings = {"", ":secret2@", "default:secret2@", "nobody:secret@"})
    void shouldRefuseToOpenWithAWrongPassword(String credentials) {
        try (RedisProcess redis = RedisProcess.start()) {
            redis.command("CONFIG", "SET", "requirepass", "secret");
            assertThatThrownBy(() -> RedisLogs.open("redis://" + credentials + "127.0.0.1:" + redis.port(), "x"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("log.redis.uri")
                    .hasMessageContaining("127.0.0.1:" + redis.port())
                    .hasMessageNotContaining("secret");
            try (EventLog log = RedisLogs.open("redis://:secret@127.0.0.1:" + redis.port(), "x")) {
                assertThat(append(log, A)).isGreaterThan(Position.ORIGIN);
            }
        }
    }

    @Test
    void shouldTellEveryNodeTheSame() throws Exception {
        String stream = RedisLogs.unused();
        List<EventLog> logs = new ArrayList<>();
        List<List<Entry>> told = new ArrayList<>();
        List<Callable<?>> publishers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            EventLog log = RedisLogs.open(REDIS.uri(), stream);
            List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
            tail(log, entries::add);
            logs.add(log);
            told.add(entries);
            publishers.add(() -> {
                for (int n = 0; n < 200; n++) {
                    Position position =
                            Logs.await(log.append(update(null, "x", A))).position();
                    assertThat(entries.get(entries.size() - 1).position()).isGreaterThanOrEqualTo(position);
                    appendWithId(log, "shared-" + n, A);
                }
                return null;
            });
        }

        Logs.together(publishers);

        await().untilAsserted(() -> assertThat(told).allMatch(entries -> entries.size() == 1_200));
        List<Entry> all = readAll(logs.get(0), Position.ORIGIN, ALL, 100);
        assertThat(told).allMatch(all::equals);
        logs.forEach(EventLog::close);
    }

    /** An id that another node has told its client is found as soon as this node's tail has come so far. */
    @Test
    void shouldFindWhatAnotherNodeHasTaken() {
        String stream = RedisLogs.unused();
        try (EventLog one = RedisLogs.open(REDIS.uri(), stream);
                EventLog other = RedisLogs.open(REDIS.uri(), stream)) {
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            tail(other, told::add);
            for (int i = 0; i < 500; i++) {
                Position position = append(one, A);

                assertThat(Logs.await(other.reach(position))).isTrue();
                assertThat(positions(told)).endsWith(position);
            }
        }
    }

    @Test
    void shouldTellATailThatWantsThemTheNewestOfWhatWasThereBefore() {
        String stream = RedisLogs.unused();
        try (EventLog first = RedisLogs.open(REDIS.uri(), stream)) {
            for (int i = 0; i < 40; i++) {
                Logs.await(first.append(i % 3 == 0 ? Logs.privateUpdate("x", A) : update(null, "x", A)));
            }
            try (EventLog second = RedisLogs.open(REDIS.uri(), stream)) {
                append(first, A);
                RecentTail tail = new RecentTail();
                second.tail(tail);
                Position last = append(second, A);

                assertThat(positions(tail.told)).endsWith(last).hasSizeBetween(3, 18);
                tail.hasWhatAReaderFinds(second);
            }
            REDIS.command("XTRIM", stream, "MAXLEN", "5");
            try (EventLog third = RedisLogs.open(REDIS.uri(), stream)) {
                RecentTail tail = new RecentTail();
                third.tail(tail);

                tail.hasWhatAReaderFinds(third);
                assertThat(tail.told).hasSizeBetween(1, 5);
            }
        }
    }

    @Test
    void shouldGoOnAfterItWasFlushed() {
        String stream = RedisLogs.unused();
        try (EventLog log = RedisLogs.open(REDIS.uri(), stream)) {
            Position before = append(log, A);
            REDIS.command("DEL", stream, "{" + stream + "}:last");
            Position after = append(log, A);

            assertThat(after).isGreaterThan(before);
            Page page = read(log, before, ALL);
            assertThat(positions(page.entries())).containsExactly(after);
            assertThat(page.lost()).isNotNull();
        }
    }

    @Test
    void shouldPassOverWhatNoGatewayHasWritten() {
        String stream = RedisLogs.unused();
        try (EventLog log = RedisLogs.open(REDIS.uri(), stream)) {
            Position first = append(log, A);
            REDIS.command("XADD", stream, "*", "foreign", "entry");
            Position second = append(log, A);

            assertThat(read(log, first, ALL)).satisfies(page -> {
                assertThat(positions(page.entries())).containsExactly(second);
                assertThat(page.lost()).isNull();
            });
        }
    }

    /** The first is never told, the second not for a minute: who resumes in between waits for neither. */
    @Test
    void shouldReachAPositionBehindWhatNoGatewayHasWritten() {
        String stream = RedisLogs.unused();
        try (EventLog log = RedisLogs.open(REDIS.uri(), stream)) {
            append(log, A);
            REDIS.command("XADD", stream, "*", "foreign", "entry");
            Position present = new Position(System.currentTimeMillis(), 1);
            assertThat(Logs.await(log.reach(present))).isTrue();

            REDIS.command("XADD", stream, present.epochMillis() + 60_000 + "-0", "foreign", "entry");
            assertThat(Logs.await(log.reach(new Position(System.currentTimeMillis(), 1))))
                    .isTrue();
            assertThat(Logs.await(log.reach(new Position(present.epochMillis() + 60_000, 1))))
                    .isFalse();
        }
    }

    /** One node has all slots; what counts is that no command is refused because its keys do not lie together. */
    @ParameterizedTest
    @ValueSource(strings = {"log", "a{log}b"})
    void shouldWorkInACluster(String stream) {
        try (RedisProcess redis = RedisProcess.startForCluster()) {
            redis.command("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await().until(() -> redis.command("CLUSTER", "INFO").contains("cluster_state:ok"));
            try (EventLog log = RedisLogs.open("redis-cluster://127.0.0.1:" + redis.port(), stream)) {
                List<Entry> told = Collections.synchronizedList(new ArrayList<>());
                tail(log, told::add);
                Appended first = appendWithId(log, "x", A);

                assertThat(appendWithId(log, "x", A)).isEqualTo(new Appended(first.position(), "x", true));
                assertThat(Logs.await(log.find("x", Logs.ALL))).contains(first.position());
                assertThat(read(log, Position.ORIGIN, ALL).entries()).isEqualTo(told);
                assertThat(Logs.await(log.cluster(() -> 7).orElseThrow().nodes()))
                        .hasSize(1);
                redis.kill();
                await().until(() -> log.problem().isPresent());
                redis.restart();
                await().until(() -> log.problem().isEmpty());
                // The connection to one node of a cluster may turn out to be lost only when it is used.
                await().until(() -> log.append(update("y", "x", A))
                        .handle((appended, failure) -> failure == null)
                        .toCompletableFuture()
                        .join());
                assertThat(told)
                        .hasSize(2)
                        .isEqualTo(read(log, Position.ORIGIN, ALL).entries());
            }
        }
    }

    @Test
    void shouldGiveUserAndPassword() {
        try (RedisProcess redis = RedisProcess.start()) {
            redis.command("ACL", "SETUSER", "gateway", "on", ">se/cret", "~{log}:*", "~log", "+@all");
            try (EventLog log = RedisLogs.open("redis://gateway:se%2Fcret@127.0.0.1:" + redis.port(), "log")) {
                assertThat(append(log, A)).isGreaterThan(Position.ORIGIN);
                redis.command("ACL", "SETUSER", "gateway", ">other", "<se/cret");
                redis.command("CLIENT", "KILL", "USER", "gateway");

                await().until(() -> log.problem().isPresent());
                assertThat(log.problem().orElseThrow()).contains("gateway:***@").doesNotContain("se/cret", "se%2F");
            }
        }
    }

    @Test
    void shouldSayThatRedisIsFullAndGoOnWhenItHasRoom() {
        try (RedisProcess redis = RedisProcess.start();
                EventLog log = RedisLogs.open(redis.uri(), "full")) {
            Position before = append(log, A);
            redis.command("CONFIG", "SET", "maxmemory", "1");

            assertThat(log.append(update(null, "x", A)).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(LogUnavailableException.class);
            await().untilAsserted(() -> assertThat(log.problem().orElse("")).contains("OOM"));

            redis.command("CONFIG", "SET", "maxmemory", "0");
            await().until(() -> log.problem().isEmpty());
            Position after = append(log, A);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).containsExactly(before, after);
        }
    }

    /** As by a failover to a replica that had not got the newest: positions go on behind what was told. */
    @Test
    void shouldGoOnBehindWhatWasToldWhenRedisHasLostIt() {
        String stream = RedisLogs.unused();
        String last = "{" + stream + "}:last";
        try (EventLog log = RedisLogs.open(REDIS.uri(), stream)) {
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            tail(log, told::add);
            Position kept = append(log, A);
            Position ahead = new Position(kept.epochMillis() + 60_000, 0);
            REDIS.command("XADD", stream, ahead.toString(), "p", kept.toString(), "t", "/a/1", "d", "lost");
            await().until(() -> told.size() == 2);
            REDIS.command("XDEL", stream, ahead.toString());
            REDIS.command("XSETID", stream, kept.toString());
            REDIS.command("SET", last, kept.toString());
            await().until(() -> !REDIS.command("GET", last).contains(kept.toString()));

            Position next = append(log, A);

            assertThat(next).isGreaterThan(ahead);
            assertThat(positions(told)).containsExactly(kept, ahead, next);
            assertThat(read(log, kept, ALL).lost()).isGreaterThan(ahead).isLessThan(next);
        }
    }

    /** By the new master's clock, others have appended before what this node had delivered: it never reads that. */
    @Test
    void shouldTellALossWhenClocksAreApartAfterAFailover() {
        String stream = RedisLogs.unused();
        String last = "{" + stream + "}:last";
        try (EventLog log = RedisLogs.open(REDIS.uri(), stream)) {
            List<Position> told = Collections.synchronizedList(new ArrayList<>());
            List<Position> lost = Collections.synchronizedList(new ArrayList<>());
            log.tail(new LogTail() {
                @Override
                public void begin(Position newest) {}

                @Override
                public void appended(Entry entry) {
                    told.add(entry.position());
                }

                @Override
                public void lost(Position through) {
                    lost.add(through);
                }
            });
            Position kept = append(log, A);
            Position ahead = new Position(kept.epochMillis() + 60_000, 1);
            REDIS.command("XADD", stream, ahead.toString(), "p", kept.toString(), "t", "/a/1", "d", "lost");
            await().until(() -> told.size() == 2);
            Position missed = new Position(kept.epochMillis(), kept.sequence() + 1);
            REDIS.command("XDEL", stream, ahead.toString());
            REDIS.command("XSETID", stream, kept.toString());
            REDIS.command("XADD", stream, missed.toString(), "p", kept.toString(), "t", "/a/1", "d", "missed");
            REDIS.command("SET", last, missed.toString());

            await().until(() -> !lost.isEmpty());

            assertThat(lost.get(0)).isGreaterThan(ahead);
            assertThat(told).containsExactly(kept, ahead);
            assertThat(read(log, ahead, ALL).lost()).isEqualTo(lost.get(0));
            assertThat(append(log, A)).isGreaterThan(lost.get(0));
            assertThat(lost).hasSize(1);
        }
    }
}
