package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
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
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients on real event loops that leave and come back by their last id while publishers go on at full speed. */
class ResumeTest {
    private static final List<Topic> TOPICS = List.of(Logs.A, Logs.B, Logs.C);
    private static final int PUBLISHERS = 3;
    private static final int UPDATES = 4_000;
    private static final int CLIENTS = 12;

    private final CountingMetrics metrics = new CountingMetrics();
    private final EventLog log = Settings.log();

    @ParameterizedTest
    @ValueSource(ints = {2, 64, 4_096})
    void shouldGiveEachClientItsPartOfTheLogOverAllItsConnections(int ringSize) throws Exception {
        ShardedChannelGroup group = new ShardedChannelGroup("test", log, Settings.ring(ringSize), metrics);
        try (LocalConnections connections = new LocalConnections(2)) {
            List<Callable<?>> threads = new ArrayList<>();
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                threads.add(() -> publish(publisher));
            }
            List<Client> clients = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                List<Connection> own = connections.open(8);
                own.forEach(connection -> connection.channel().pipeline().addLast(new StreamHandler(group::close)));
                clients.add(new Client(group, own, new Random(c), interest(c)));
            }
            threads.add(() -> {
                for (int turn = 0; turn < 7; turn++) {
                    int until = (turn + 1) * PUBLISHERS * UPDATES / 9;
                    await().until(() -> log.size().events() >= until);
                    clients.forEach(Client::reconnect);
                }
                return null;
            });
            Logs.together(threads);

            List<Entry> published = Logs.readAll(log, Position.ORIGIN, Logs.PRIVATE_TOO, 1_000);
            assertThat(published).hasSize(PUBLISHERS * UPDATES);
            for (Client client : clients) {
                List<String> expected = Logs.data(published.stream()
                        .filter(entry -> entry.update().isWantedBy(client.interest))
                        .toList());
                await().until(() -> client.count() >= expected.size());
                assertThat(client.data()).isEqualTo(expected);
            }
            await().untilAsserted(() -> assertThat(metrics.lagging).hasValue(0));
            assertThat(metrics.gaps).isEmpty();
        }
    }

    private Object publish(int publisher) {
        for (int i = 0; i < UPDATES; i++) {
            Topic topic = TOPICS.get((publisher + i * 7) % TOPICS.size());
            Topic second = TOPICS.get(i % TOPICS.size());
            Topic[] topics = topic.equals(second) ? new Topic[] {topic} : new Topic[] {topic, second};
            String data = publisher + "-" + i;
            Logs.await(log.append(i % 5 == 0 ? Logs.privateUpdate(data, topics) : Logs.update(null, data, topics)));
        }
        return publisher;
    }

    private static Interest interest(int client) {
        return switch (client % 6) {
            case 0 -> Logs.ALL;
            case 1 -> Interest.in(Logs.A);
            case 2 -> Interest.in(Logs.B, Logs.C);
            case 3 -> Logs.PRIVATE_TOO;
            case 4 -> new Interest(List.of(new ExactTopic(Logs.A)), List.of(new ExactTopic(Logs.B)));
            default -> Interest.in(Logs.A, Logs.B, Logs.C);
        };
    }

    /** Has one connection at a time; each begins where the one before ended. */
    private static final class Client {
        private final ShardedChannelGroup group;
        private final List<Connection> connections;
        private final Random random;
        final Interest interest;
        private final List<Block> got = new ArrayList<>();
        private int current = -1;
        private boolean chunked;

        Client(ShardedChannelGroup group, List<Connection> connections, Random random, Interest interest) {
            this.group = group;
            this.connections = connections;
            this.random = random;
            this.interest = interest;
        }

        void reconnect() {
            ResumePoint start = ResumePoint.EARLIEST;
            if (current >= 0) {
                Connection old = connections.get(current);
                Subscriber subscriber = Objects.requireNonNull(group.subscriber(old.channel()));
                if (random.nextBoolean()) {
                    old.channel().close().syncUninterruptibly();
                } else {
                    subscriber.end(CloseReason.DRAIN);
                    old.channel().closeFuture().syncUninterruptibly();
                }
                old.closedFar().syncUninterruptibly();
                got.addAll(arrived());
                String last = lastId();
                Position position = Position.parse(last).orElseThrow();
                // As the hub has it: one that has got nothing of all there is asks for all again.
                start = position.equals(Position.ORIGIN) ? ResumePoint.EARLIEST : ResumePoint.after(position, last);
            }
            chunked = random.nextBoolean();
            Connection next = connections.get(++current);
            Subscriber subscriber = new Subscriber(
                    StreamWriters.http1(next.channel(), chunked), "/test", interest, Duration.ZERO, reason -> {});
            ResumePoint from = start;
            next.channel()
                    .eventLoop()
                    .submit(() -> group.add(subscriber, from, FirstBlock.ID_ALONE))
                    .syncUninterruptibly();
            next.channel().flush();
        }

        private List<Block> arrived() {
            String text = connections.get(current).text();
            return (chunked ? Block.chunks(text) : Block.plain(text)).blocks();
        }

        private String lastId() {
            return Objects.requireNonNull(got.get(got.size() - 1).id());
        }

        long count() {
            return data().size();
        }

        List<String> data() {
            List<Block> all = new ArrayList<>(got);
            all.addAll(arrived());
            return all.stream().filter(Block::isUpdate).map(Block::data).toList();
        }
    }
}
