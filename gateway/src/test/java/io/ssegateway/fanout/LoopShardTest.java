package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random joins, departures and updates against what each stream ought to have got. */
class LoopShardTest {
    private static final List<Topic> TOPICS = List.of(new Topic("a"), new Topic("b"), new Topic("c"));

    @Property(tries = 300)
    void shouldDeliverEachUpdateOnceToWhoAskedForIt(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> steps,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 127) Integer> choices) {
        try (Scenario scenario = new Scenario()) {
            for (int i = 0; i < steps.size(); i++) {
                int choice = choices.get(i);
                switch (steps.get(i)) {
                    case 0, 1 -> scenario.join(topics(choice));
                    case 2 -> scenario.leave(choice);
                    default -> scenario.publish(topics(choice), i);
                }
                assertThat(scenario.shard.all().count()).isEqualTo(scenario.members.size());
            }
            while (!scenario.members.isEmpty()) {
                scenario.leave(5);
            }

            assertThat(scenario.gone).allSatisfy(member -> {
                assertThat(member.stream.written()).isEqualTo(member.expected.toString());
                assertThat(member.stream.closed()).containsExactly(CloseReason.CLIENT);
            });
            assertThat(scenario.shard.all().count()).isZero();
            assertThat(scenario.shard.interested(TOPICS)).isZero();
        }
    }

    private static List<Topic> topics(int choice) {
        List<Topic> chosen = new ArrayList<>();
        for (int t = 0; t < TOPICS.size(); t++) {
            if ((choice >> t & 1) == 1) {
                chosen.add(TOPICS.get(t));
            }
        }
        return chosen;
    }

    private static final class Member {
        final Stream stream;
        final StringBuilder expected = new StringBuilder();

        Member(Stream stream) {
            this.stream = stream;
        }
    }

    private static final class Scenario implements AutoCloseable {
        final Streams streams = new Streams();
        final LoopShard shard = new LoopShard(streams.open().channel().eventLoop(), GatewayMetrics.NONE);
        final List<Member> members = new ArrayList<>();
        final List<Member> gone = new ArrayList<>();

        void join(List<Topic> topics) {
            Member member = new Member(streams.open(topics, false));
            shard.add(member.stream.subscriber());
            members.add(member);
        }

        void leave(int choice) {
            if (!members.isEmpty()) {
                Member member = members.remove(choice % members.size());
                shard.remove(member.stream.subscriber(), CloseReason.CLIENT);
                gone.add(member);
            }
        }

        void publish(List<Topic> topics, int number) {
            Frame frame = Streams.frame("" + number);
            shard.deliverSoon(topics, frame, 0);
            streams.run();
            members.stream()
                    .filter(member ->
                            member.stream.subscriber().topics().stream().anyMatch(Set.copyOf(topics)::contains))
                    .forEach(member ->
                            member.expected.append("data: ").append(number).append("\n\n"));
        }

        @Override
        public void close() {
            streams.close();
        }
    }
}
