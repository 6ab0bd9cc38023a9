package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Random joins from anywhere in the log, stalls, departures and updates against the log's own record. Between two steps
 * the loop may or may not have come to its tasks.
 */
class LoopShardTest {
    private static final List<Topic> TOPICS = List.of(Logs.A, Logs.B, Logs.C);
    private static final List<Interest> INTERESTS = List.of(
            Interest.in(Logs.A),
            Interest.in(Logs.A, Logs.B),
            Interest.in(Logs.B, Logs.C),
            new Interest(List.of(TopicMatchers.of("/{x}/1"))),
            new Interest(List.of(TopicMatchers.of("/c/{id}"), TopicMatchers.of("/a/1"))),
            Interest.in(new Topic("nobody's")));

    @Property(tries = 400)
    void shouldDeliverEachUpdateOnceAndInOrderToWhoAskedForIt(
            @ForAll @IntRange(min = 2, max = 40) int ringSize,
            @ForAll @Size(max = 100) List<@IntRange(max = 11) Integer> steps,
            @ForAll @Size(min = 100, max = 100) List<@IntRange(max = 5_000) Integer> choices) {
        try (Scenario scenario = new Scenario(ringSize)) {
            for (int i = 0; i < steps.size(); i++) {
                int choice = choices.get(i);
                switch (steps.get(i)) {
                    case 0 -> scenario.join(scenario.one.ring.newest(), ResumePoint.LIVE, choice);
                    case 1, 2 -> scenario.resume(choice);
                    case 3 -> scenario.leave(choice);
                    case 4 -> scenario.stall(choice);
                    case 5 -> scenario.read(choice);
                    case 6 -> scenario.one.streams.run();
                    case 7 -> scenario.burst(choice);
                    default -> scenario.one.append(i + "x".repeat(choice), topics(choice));
                }
                assertThat(scenario.one.shard.count()).isEqualTo(scenario.members.size());
            }
            scenario.one.streams.run();
            scenario.members.forEach(Member::read);
            scenario.one.streams.run();

            scenario.members.forEach(scenario::check);
            scenario.members.forEach(
                    member -> assertThat(member.stream.subscriber().cursor())
                            .as("all are live")
                            .isNull());
            assertThat(scenario.one.metrics.lagging).hasValue(0);
            assertThat(scenario.one.metrics.gaps).isEmpty();
            while (!scenario.members.isEmpty()) {
                scenario.leave(7);
            }
            assertThat(TOPICS).allMatch(topic -> scenario.one.shard.interested(topic) == 0);
        }
    }

    private static Topic[] topics(int choice) {
        List<Topic> chosen = new ArrayList<>();
        for (int t = 0; t < TOPICS.size(); t++) {
            if ((choice >> t & 1) == 1) {
                chosen.add(TOPICS.get(t));
            }
        }
        return chosen.isEmpty() ? new Topic[] {Logs.A} : chosen.toArray(Topic[]::new);
    }

    private record Member(Stream stream, Stuck socket, Position after) {

        void read() {
            socket.read(stream.channel());
        }
    }

    private static final class Scenario implements AutoCloseable {
        final OneShard one;
        final List<Member> members = new ArrayList<>();

        Scenario(int ringSize) {
            one = new OneShard(ringSize);
        }

        void join(Position after, ResumePoint start, int choice) {
            Stuck socket = new Stuck();
            Interest interest = INTERESTS.get(choice % INTERESTS.size());
            Stream stream = one.streams.open(interest, Duration.ZERO, choice % 2 == 0, socket);
            socket.read(stream.channel());
            one.add(stream, start);
            members.add(new Member(stream, socket, after));
        }

        /** Joins from the position of an earlier update, or from before all. */
        void resume(int choice) {
            int at = choice % (one.record.size() + 1);
            if (at == 0) {
                join(Position.ORIGIN, ResumePoint.EARLIEST, choice);
            } else {
                Position after = one.record.get(at - 1).position();
                join(after, ResumePoint.after(after, after.toString()), choice);
            }
        }

        void leave(int choice) {
            if (!members.isEmpty()) {
                Member member = members.remove(choice % members.size());
                // Its socket may be full: what it has not got yet is lost to it, and nothing in between.
                one.leave(member.stream);
                String written = member.stream.written();
                boolean chunked = member.stream.subscriber().chunked();
                Block.Arrived arrived = chunked ? Block.chunks(written) : Block.plain(written);
                List<String> got = data(arrived.blocks());
                assertThat(published(member).subList(0, got.size())).isEqualTo(got);
            }
        }

        void stall(int choice) {
            if (!members.isEmpty()) {
                members.get(choice % members.size()).socket.stop();
            }
        }

        void read(int choice) {
            if (!members.isEmpty()) {
                members.get(choice % members.size()).read();
            }
        }

        /** More than a ring or a batch holds. */
        void burst(int choice) {
            for (int i = 0; i < 100; i++) {
                one.append("b" + i, topics(choice + i));
            }
        }

        private List<String> published(Member member) {
            return one.published(member.after, member.stream.subscriber().interest());
        }

        void check(Member member) {
            List<Block> blocks = member.stream.blocks();
            assertThat(blocks.get(0)).isEqualTo(new Block(member.after.toString(), null, null));
            assertThat(data(blocks)).isEqualTo(published(member));
        }

        private static List<String> data(List<Block> blocks) {
            return blocks.stream().filter(Block::isUpdate).map(Block::data).toList();
        }

        @Override
        public void close() {
            one.close();
        }
    }
}
