package io.ssegateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Update;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Several publishers, several event loops, one order: that of the ids in the receipts. */
class DeliveryOrderTest {
    private static final int PUBLISHERS = 3;
    private static final int UPDATES = 100;
    private static final List<Topic> TOPICS = List.of(new Topic("a"), new Topic("b"), new Topic("c"), new Topic("d"));

    private record Stream(Connection connection, List<Topic> topics, List<Topic> grants) {}

    private record Published(List<Topic> topics, boolean isPrivate) {}

    @Property(tries = 25)
    void shouldDeliverToAllStreamsInTheOrderOfTheIds(@ForAll @IntRange(min = 1, max = 25) int count, @ForAll int seed)
            throws Exception {
        // A clock that stands still: the sequence alone tells the order, in as many digits as it has.
        Core core = Core.start(() -> 1, GatewayMetrics.NONE);
        try (LocalConnections connections = new LocalConnections(3)) {
            Random random = new Random(seed);
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Stream stream = new Stream(
                        connections.open(),
                        someTopics(random),
                        random.nextInt(3) == 0 ? List.of() : someTopics(random));
                core.streams()
                        .add(new Subscriber(
                                StreamWriters.http1(stream.connection().channel(), false),
                                "/events",
                                new Interest(exactly(stream.topics()), exactly(stream.grants())),
                                Duration.ZERO,
                                reason -> {}));
                streams.add(stream);
            }
            connections.settle();

            Map<Long, Published> published = publish(core.hub(), seed);
            connections.settle();

            assertThat(published).hasSize(PUBLISHERS * UPDATES);
            assertThat(streams)
                    .allSatisfy(stream ->
                            assertThat(sequences(stream)).containsExactlyElementsOf(expected(published, stream)));
        }
    }

    private static List<ExactTopic> exactly(List<Topic> topics) {
        return topics.stream().map(ExactTopic::new).toList();
    }

    private static List<Topic> someTopics(Random random) {
        List<Topic> topics = new ArrayList<>(TOPICS);
        Collections.shuffle(topics, random);
        return List.copyOf(topics.subList(0, 1 + random.nextInt(TOPICS.size())));
    }

    private static Map<Long, Published> publish(Hub hub, int seed) throws Exception {
        Map<Long, Published> published = new ConcurrentSkipListMap<>();
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
        List<Callable<Void>> work = new ArrayList<>();
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            Random random = new Random((long) seed * PUBLISHERS + publisher);
            work.add(() -> {
                for (int i = 0; i < UPDATES; i++) {
                    Published next = new Published(someTopics(random), random.nextInt(3) == 0);
                    Update update = new Update(next.topics(), ServerSentEvent.data("x"), next.isPrivate());
                    Appended taken = hub.publish(update).toCompletableFuture().join();
                    published.put(sequence(taken.id()), next);
                }
                return null;
            });
        }
        for (Future<Void> done : publishers.invokeAll(work)) {
            done.get(60, TimeUnit.SECONDS);
        }
        publishers.shutdown();
        return published;
    }

    private static List<Long> expected(Map<Long, Published> published, Stream stream) {
        return published.entrySet().stream()
                .filter(update -> isFor(stream, update.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isFor(Stream stream, Published update) {
        return !Collections.disjoint(update.topics(), stream.topics())
                && (!update.isPrivate() || !Collections.disjoint(update.topics(), stream.grants()));
    }

    private static List<Long> sequences(Stream stream) {
        return stream.connection()
                .text()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .map(DeliveryOrderTest::sequence)
                .skip(1) // Where the stream begins.
                .toList();
    }

    private static long sequence(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }
}
