package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Thousands of streams come and go by the hands of several threads while others publish. */
class ChurnTest {
    private static final int STREAMS = 2_000;
    private static final int THREADS = 4;
    private static final List<Topic> TOPICS = List.of(new Topic("a"), new Topic("b"), new Topic("c"));

    private final CountingMetrics metrics = new CountingMetrics();
    private final EventLog log = Settings.log();
    private final ShardedChannelGroup group = new ShardedChannelGroup(
            "test",
            log,
            Settings.of(
                    8,
                    new HeartbeatConfig(Duration.ofMillis(320), SendPosition.ALWAYS),
                    Duration.ZERO,
                    Settings.PATIENT),
            metrics);
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void shouldEndWithNothingLeft() throws Exception {
        try (LocalConnections connections = new LocalConnections(3)) {
            List<Connection> opened = connections.open(STREAMS);
            opened.forEach(connection -> connection.channel().pipeline().addLast(new StreamHandler(group::close)));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                work.add(() -> churn(opened, new Random(seed)));
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            opened.forEach(connection -> connection.channel().close());
            connections.settle();

            assertThat(group.size()).isZero();
            assertThat(group.subscribers()).isEmpty();
            assertThat(TOPICS).as("left in an index").allMatch(topic -> group.interested(topic) == 0);
            assertThat(metrics.opened.get()).isGreaterThan(STREAMS / 2);
            assertThat(metrics.closed).hasSize(metrics.opened.intValue());
            assertThat(told).as("told that it closed").hasValue(metrics.opened.intValue());
            assertThat(metrics.lagging).hasValue(0);
            assertThat(metrics.events.get()).isPositive();
        }
    }

    private Void churn(List<Connection> opened, Random random) {
        for (int i = 0; i < STREAMS; i++) {
            Connection connection = opened.get(random.nextInt(STREAMS));
            Subscriber subscriber = group.subscriber(connection.channel());
            if (i % 40 == 0) {
                publish(TOPICS.subList(0, 1 + random.nextInt(3)));
            }
            switch (random.nextInt(7)) {
                case 0 -> group.remove(connection.channel());
                case 1 -> connection.channel().close();
                case 2 -> {
                    if (subscriber != null) {
                        subscriber.end(CloseReason.DRAIN);
                    }
                }
                case 3 -> {
                    if (subscriber != null) {
                        subscriber.close(CloseReason.ERROR);
                    }
                }
                default ->
                    group.add(
                            new Subscriber(
                                    StreamWriters.http1(connection.channel(), random.nextBoolean()),
                                    "/test",
                                    interest(random),
                                    random.nextInt(4) == 0 ? Duration.ofMillis(20) : Duration.ZERO,
                                    reason -> told.incrementAndGet()),
                            random.nextBoolean() ? ResumePoint.LIVE : ResumePoint.EARLIEST,
                            FirstBlock.ID_ALONE);
            }
        }
        return null;
    }

    private static Interest interest(Random random) {
        List<TopicMatcher> matchers = new ArrayList<>();
        TOPICS.subList(0, random.nextInt(4)).forEach(topic -> matchers.add(TopicMatchers.of(topic.name())));
        if (random.nextInt(4) == 0) {
            matchers.add(TopicMatchers.of("{any}"));
        }
        return new Interest(matchers);
    }

    private void publish(List<Topic> topics) {
        Logs.await(log.append(Logs.update(null, "x", topics.toArray(Topic[]::new))));
    }
}
