package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.SqliteAcknowledge;
import io.ssegateway.config.SqliteLogConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.eventlog.sqlite.SqliteEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.hub.Hub;
import io.ssegateway.hub.InFlightRequests;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Announcer;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.ReservedTopics;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Two gateways at the same times with the same public updates; one of them has private ones besides. A client that may
 * read none of these must not be able to tell the two apart: by first ids, positions, gaps, or by resuming from
 * whatever place or id.
 */
class OtherPeoplesUpdatesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final List<String> TOPICS = List.of("a", "b");
    private static final List<String> SELECTORS = List.of("a", "b", "*", "/x/{id}");
    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final AtomicLong now = new AtomicLong(NOW);

    /** A log, a hub and one event loop's streams. */
    private static final class World implements AutoCloseable {
        final EventLog log;
        final Hub hub;
        final OneShard shard;
        final List<Stream> streams = new ArrayList<>();

        World(EventLog log) {
            this.log = log;
            this.hub =
                    new Hub(log, Settings.group(log, GatewayMetrics.NONE), new InFlightRequests(), GatewayMetrics.NONE);
            this.shard = new OneShard(OneShard.settings(64, Settings.PATIENT, config("none.db")), log);
        }

        void append(Update update) {
            Logs.await(log.append(update));
            shard.streams.run();
        }

        ResumePoint start(String lastEventId, Interest interest) {
            return Logs.await(hub.start(lastEventId, interest));
        }

        List<Block> open(String lastEventId, Interest interest) {
            Stream stream = shard.join(start(lastEventId, interest), interest, Duration.ZERO, true);
            streams.add(stream);
            return received(stream);
        }

        /** What comes by pages of the log comes from another thread. */
        List<Block> received(Stream stream) {
            Cursor catchUp = stream.subscriber().cursor();
            while (catchUp != null) {
                Thread.onSpinWait();
                shard.streams.run();
                catchUp = stream.subscriber().cursor();
            }
            return stream.blocks();
        }

        @Nullable
        Position quiet(Stream stream) {
            shard.shard.pass().catchUp();
            return new Announcer(log, shard.ring)
                    .before(
                            shard.shard.pass().position().next(),
                            stream.subscriber().interest());
        }

        @Override
        public void close() {
            shard.close();
            log.close();
        }
    }

    @Property(tries = 60)
    void shouldNotShowByTheLogInMemory(@ForAll long seed) {
        check(seed, 250, clock -> new MemoryEventLog(config("none.db"), new TestClock(clock)));
    }

    @Property(tries = 6)
    void shouldNotShowByTheLogInSqlite(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "sqlite")), "log-");
        AtomicLong files = new AtomicLong();
        check(
                seed,
                120,
                clock -> new SqliteEventLog(
                        config(folder.resolve(files.incrementAndGet() + ".db").toString()),
                        "node",
                        new TestClock(clock)));
    }

    private static LogConfig config(String file) {
        return new LogConfig(
                LogType.MEMORY,
                Logs.PLENTY,
                0,
                MAX_AGE,
                64,
                0,
                List.of(),
                new SqliteLogConfig(file, SqliteAcknowledge.WRITTEN),
                ConfigLoader.defaults().log().redis());
    }

    private void check(long seed, int steps, Function<LongSupplier, EventLog> logs) {
        now.set(NOW);
        Random random = new Random(seed);
        List<String> ids = new ArrayList<>(List.of("nobody's", "0-0", "earliest", "0-1"));
        try (World open = new World(logs.apply(now::get));
                World both = new World(logs.apply(now::get))) {
            for (int step = 0; step < steps; step++) {
                int millis = 1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 200);
                now.addAndGet(millis);
                open.shard.streams.ticker.advance(millis, TimeUnit.MILLISECONDS);
                both.shard.streams.ticker.advance(millis, TimeUnit.MILLISECONDS);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        Update update = update(step, random, false, TOPICS.get(random.nextInt(TOPICS.size())));
                        open.append(update);
                        both.append(update);
                        ids.add("id-" + step);
                    }
                    case 1, 2 -> {
                        Update update = random.nextInt(5) == 0
                                ? new Update(List.of(ReservedTopics.REVOCATIONS), ServerSentEvent.data("x"), true)
                                : update(step, random, true, TOPICS.get(random.nextInt(TOPICS.size())));
                        both.append(update);
                        ids.add("id-" + step);
                        ids.add(now.get() + "-1");
                    }
                    case 3 -> {
                        Interest interest = interest(random);
                        List<Block> blocks = open.open("", interest);
                        assertThat(both.open("", interest)).isEqualTo(blocks).isNotEmpty();
                        blocks.forEach(block -> ids.add(String.valueOf(block.id())));
                    }
                    case 4 -> {
                        Interest interest = interest(random);
                        String id = random.nextInt(4) == 0
                                ? new Position(now.get() + random.nextInt(400) - 300, random.nextInt(3)).toString()
                                : ids.get(random.nextInt(ids.size()));
                        ResumePoint start = open.start(id, interest);
                        assertThat(both.start(id, interest)).as(id).isEqualTo(start);
                        assertThat(Logs.await(both.hub.lost(start, interest)))
                                .as(id)
                                .isEqualTo(Logs.await(open.hub.lost(start, interest)));
                        assertThat(both.open(id, interest)).as(id).isEqualTo(open.open(id, interest));
                    }
                    default -> {
                        for (int i = 0; i < open.streams.size(); i++) {
                            assertThat(both.received(both.streams.get(i)))
                                    .isEqualTo(open.received(open.streams.get(i)));
                            Position position = open.quiet(open.streams.get(i));
                            assertThat(both.quiet(both.streams.get(i))).isEqualTo(position);
                            ids.add(String.valueOf(position));
                        }
                    }
                }
            }
        }
    }

    private static Update update(int step, Random random, boolean isPrivate, String topic) {
        ServerSentEvent event = ServerSentEvent.data("data " + step);
        return new Update(
                List.of(new Topic(topic)), random.nextBoolean() ? event : event.withId("id-" + step), isPrivate);
    }

    private static Interest interest(Random random) {
        return new Interest(List.of(TopicMatchers.of(SELECTORS.get(random.nextInt(SELECTORS.size())))));
    }
}
