package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConflationTest {

    @Property(tries = 300)
    void shouldKeepTheNewestOfEachTopicInLogOrder(@ForAll @Size(max = 50) List<@IntRange(max = 5) Integer> topics) {
        Conflation conflation = new Conflation();
        Map<Integer, RingFrame> newest = new HashMap<>();
        for (int i = 0; i < topics.size(); i++) {
            RingFrame logged = logged(i, new Topic("t" + topics.get(i)));
            newest.put(topics.get(i), logged);
            conflation.add(new Pending.Shared(logged));
        }

        List<RingFrame> expected = new ArrayList<>(newest.values());
        expected.sort((a, b) -> a.position().compareTo(b.position()));
        assertThat(conflation.updates()).map(Pending::encoded).isEqualTo(expected);
    }

    @Test
    void shouldCountAnUpdateOfSeveralTopicsForItsFirstOne() {
        Topic a = new Topic("a");
        Topic b = new Topic("b");
        Conflation conflation = new Conflation();
        conflation.add(new Pending.Shared(logged(1, a, b)));
        conflation.add(new Pending.Shared(logged(2, b, a)));
        RingFrame newestOfA = logged(3, a);
        conflation.add(new Pending.Shared(newestOfA));

        assertThat(conflation.updates())
                .extracting(update -> update.encoded().position())
                .containsExactly(position(2), position(3));
    }

    @Test
    void shouldBeFullWithManyTopicsOrManyBytes() {
        Conflation topics = new Conflation();
        for (int i = 0; i < 256; i++) {
            assertThat(topics.isFull()).isFalse();
            topics.add(new Pending.Shared(logged(i, new Topic("t" + i))));
            topics.add(new Pending.Shared(logged(i, new Topic("t" + i))));
        }
        assertThat(topics.isFull()).isTrue();

        Conflation bytes = new Conflation();
        Frame large = Frame.of(ServerSentEvent.data("x".repeat(100_000)));
        for (int i = 0; i < 3; i++) {
            assertThat(bytes.isFull()).isFalse();
            bytes.add(new Pending.Shared(new RingFrame(position(i), List.of(new Topic("t" + i)), large)));
        }
        assertThat(bytes.isFull()).isTrue();
    }

    private static Position position(int number) {
        return new Position(1, number);
    }

    private static RingFrame logged(int number, Topic... topics) {
        return new RingFrame(position(number), List.of(topics), Frame.HEARTBEAT);
    }
}
