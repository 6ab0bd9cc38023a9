package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of few topics that resume behind much that is of other topics. */
class OwnTopicsTest {
    private static final int TOPICS = 500;
    private static final int ROUNDS = 8;

    private static Topic topic(int number) {
        return new Topic("t" + number);
    }

    @Test
    void shouldGetWhatTheyHaveMissed() {
        try (OneShard one = new OneShard(8_192)) {
            Position before = one.append("before", topic(0));
            String large = "x".repeat(WriteBuffer.CAPACITY / 3);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < TOPICS; i++) {
                    one.append((i % 7 == 0 ? large : "") + round, topic(i));
                }
            }
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < TOPICS; i++) {
                // Every third asks for two topics, one of which is rare.
                Interest interest = i % 3 == 0
                        ? Interest.in(topic(i), topic((i + 1) % TOPICS), new Topic("rare"))
                        : Interest.in(topic(i));
                Stream stream = one.streams.open(interest, Duration.ZERO, true);
                one.add(stream, ResumePoint.after(before, before.toString()));
                streams.add(stream);
            }
            one.append("both", topic(0), topic(1));
            one.append("rare", new Topic("rare"));
            one.streams.run();
            one.publish("live", topic(0));

            for (Stream stream : streams) {
                assertThat(stream.data())
                        .isEqualTo(one.published(before, stream.subscriber().interest()));
            }
        }
    }
}
