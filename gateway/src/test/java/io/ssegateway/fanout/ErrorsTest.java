package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ChannelWriter;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An {@link Error}, such as when memory runs out: the streams that it strikes end, the others get everything. */
class ErrorsTest {
    private static final Topic A = Logs.A;

    private final OneShard one = new OneShard();

    @AfterEach
    void close() {
        one.close();
    }

    /** For its writes there is no memory. */
    private static final class Exhausted extends ChannelWriter {
        Exhausted(Channel channel) {
            super(channel, true);
        }

        @Override
        protected int send(WriteBuffer buffer, int start, int end) {
            throw new OutOfMemoryError("for a test");
        }
    }

    private Stream exhausted() {
        Stream stream = one.streams.open(A);
        List<CloseReason> closed = new ArrayList<>();
        return new Stream(
                stream.channel(),
                new Subscriber(new Exhausted(stream.channel()), "/test", Interest.in(A), Duration.ZERO, closed::add),
                closed);
    }

    @Test
    void shouldEndTheOneStreamThatItStrikesInAPass() {
        Stream before = one.join(A);
        Stream struck = exhausted();
        one.add(struck, ResumePoint.LIVE);
        Stream behind = one.join(A);
        one.publish("1", A);
        one.publish("2", A);

        assertThat(struck.closed()).containsExactly(CloseReason.ERROR);
        assertThat(before.data()).containsExactly("1", "2");
        assertThat(behind.data()).containsExactly("1", "2");
    }

    @Test
    void shouldEndTheStreamsOfAPassThatFailsAndPassOnWithTheNextFrame() {
        Stream struck = one.join(A);
        one.metrics.failsOnce = true;
        one.publish("1", A);

        assertThat(struck.closed()).containsExactly(CloseReason.ERROR);
        Stream next = one.join(A);
        one.publish("2", A);
        assertThat(next.data()).containsExactly("2");
    }

    @Test
    void shouldEndTheOneStreamThatItStrikesInAReplay() {
        one.publish("1", A);
        Stream struck = exhausted();
        one.add(struck, ResumePoint.EARLIEST);
        Stream behind = one.join(ResumePoint.EARLIEST, A);
        one.publish("2", A);

        assertThat(struck.closed()).containsExactly(CloseReason.ERROR);
        assertThat(behind.data()).containsExactly("1", "2");
    }

    @Test
    void shouldEndTheOneStreamThatItStrikesInASweep() {
        one.sweep(
                new HeartbeatConfig(Duration.ofSeconds(10), SendPosition.NEVER), Duration.ZERO, Duration.ofMinutes(1));
        Stream struck = exhausted();
        one.add(struck, ResumePoint.LIVE);
        Stream other = one.join(A);
        other.written();
        one.streams.advance(Duration.ofSeconds(30), Duration.ofMillis(100));

        assertThat(struck.closed()).containsExactly(CloseReason.ERROR);
        assertThat(other.written()).isEqualTo("2\r\n:\n\r\n".repeat(2));
    }
}
