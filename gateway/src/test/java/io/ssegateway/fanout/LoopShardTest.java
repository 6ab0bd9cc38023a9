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

    private static final class Member {
        final Stream stream;
        final StringBuilder expected = new StringBuilder();

        Member(Stream stream) {
            this.stream = stream;
        }
    }

    private final Streams streams = new Streams();
    private final LoopShard shard = new LoopShard(streams.open().channel().eventLoop(), GatewayMetrics.NONE);
    private final List<Member> members = new ArrayList<>();
    private final List<Member> gone = new ArrayList<>();

    @Property(tries = 300)
    void shouldDeliverEachUpdateOnceToWhoAskedForIt(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> steps,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 127) Integer> choices) {
        for (int i = 0; i < steps.size(); i++) {
            int choice = choices.get(i);
            switch (steps.get(i)) {
                case 0, 1 -> join(topics(choice));
                case 2 -> leave(choice);
                default -> publish(topics(choice), i);
            }
            assertThat(shard.all().count()).isEqualTo(members.size());
        }
        while (!members.isEmpty()) {
            leave(5);
        }

        assertThat(gone).allSatisfy(member -> {
            assertThat(member.stream.written()).isEqualTo(member.expected.toString());
            assertThat(member.stream.closed()).containsExactly(CloseReason.CLIENT);
        });
        streams.close();
        assertThat(shard.all().count()).isZero();
        assertThat(shard.interested(TOPICS)).isZero();
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

    private void join(List<Topic> topics) {
        Member member = new Member(streams.open(topics, false));
        shard.add(member.stream.subscriber());
        members.add(member);
    }

    private void leave(int choice) {
        if (!members.isEmpty()) {
            Member member = members.remove(choice % members.size());
            shard.remove(member.stream.subscriber(), CloseReason.CLIENT);
            gone.add(member);
        }
    }

    private void publish(List<Topic> topics, int number) {
        Frame frame = Streams.frame("" + number);
        shard.deliverSoon(topics, frame, 0);
        streams.run();
        members.stream()
                .filter(member -> member.stream.subscriber().topics().stream().anyMatch(Set.copyOf(topics)::contains))
                .forEach(member ->
                        member.expected.append("data: ").append(number).append("\n\n"));
    }
}
