package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One stream's writes and its ways to end. */
class SubscriberTest {
    private static final Topic TOPIC = new Topic("t");

    private final Streams streams = new Streams();
    private final CountingMetrics metrics = new CountingMetrics();
    private final ShardedChannelGroup group = new ShardedChannelGroup("test", Duration.ZERO, Duration.ZERO, metrics);

    /** A socket whose peer does not read: what is flushed stays pending. */
    static final class Stuck extends ChannelOutboundHandlerAdapter {
        private boolean reads;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            if (reads) {
                ctx.flush();
            }
        }

        /** The peer reads what waits, and all that comes. */
        void read(Stream stream) {
            reads = true;
            stream.channel().flush();
        }
    }

    @AfterEach
    void close() {
        streams.close();
    }

    private Stream healthy() {
        Stream stream = streams.open(TOPIC);
        group.add(stream.subscriber());
        return stream;
    }

    private Stream stuck(int maxPendingBytes) {
        return stuck(maxPendingBytes, new Stuck());
    }

    private Stream stuck(int maxPendingBytes, Stuck socket) {
        Stream stream = streams.open(List.of(TOPIC), true, socket, new StreamHandler(group));
        stream.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, maxPendingBytes));
        group.add(stream.subscriber());
        return stream;
    }

    private void publish(String data) {
        Frame frame = Streams.frame(data);
        group.publish(List.of(TOPIC), frame, 0);
        frame.release();
        streams.run();
    }

    @Test
    void shouldCutOffASlowReaderAndNobodyElse() {
        Stream slow = stuck(4_000);
        Stream fast = healthy();

        for (int i = 0; i < 5; i++) {
            publish("x".repeat(1_000));
        }

        assertThat(slow.channel().isOpen()).isFalse();
        assertThat(slow.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(slow.subscriber().reason()).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(fast.channel().isOpen()).isTrue();
        assertThat(fast.written()).hasSize(5 * ("3f0\r\n" + "data: \n\n" + "\r\n").length() + 5_000);
        assertThat(group.size()).isEqualTo(1);
        assertThat(metrics.closed).containsExactly(CloseReason.SLOW_CONSUMER);
    }

    @Test
    void shouldBearAReaderThatKeepsWithinTheLimit() {
        Stream slow = stuck(4_000);

        publish("x".repeat(1_000));
        publish("x".repeat(1_000));

        assertThat(slow.channel().isOpen()).isTrue();
    }

    @Test
    void shouldKeepAReaderToWhomOneEventIsTooLargeUntilTheNextComesTooSoon() {
        Stream slow = stuck(4_000);

        publish("x".repeat(100_000));
        assertThat(slow.channel().isOpen()).isTrue();
        assertThat(slow.closed()).isEmpty();
        assertThat(slow.subscriber().events()).isEqualTo(1);
        long bytes = metrics.bytes.get();
        assertThat(slow.subscriber().bytes()).isEqualTo(bytes).isGreaterThan(100_000);

        publish("y");
        assertThat(slow.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(slow.channel().isOpen()).isFalse();
        assertThat(slow.subscriber().events()).as("the late event").isEqualTo(1);
        assertThat(slow.subscriber().bytes()).isEqualTo(bytes);
        assertThat(metrics.events).hasValue(1);
        assertThat(metrics.bytes).hasValue(bytes);
    }

    @Test
    void shouldKeepAReaderThatTakesEachLargeEventBeforeTheNext() {
        Stuck socket = new Stuck();
        Stream stream = stuck(4_000, socket);
        publish("x".repeat(100_000));

        socket.read(stream);
        publish("y".repeat(100_000));
        publish("z");

        assertThat(stream.closed()).isEmpty();
        assertThat(stream.written())
                .contains("x".repeat(100_000), "y".repeat(100_000))
                .endsWith("9\r\ndata: z\n\n\r\n");
        assertThat(stream.subscriber().events()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheFirstReason() {
        Stream ended = stuck(1_000);
        ended.subscriber().end(CloseReason.MAX_AGE);
        ended.subscriber().end(CloseReason.DRAIN);
        ended.subscriber().close(CloseReason.ERROR);

        Stream closed = healthy();
        closed.subscriber().close(CloseReason.ERROR);
        closed.subscriber().end(CloseReason.DRAIN);

        assertThat(ended.closed()).containsExactly(CloseReason.MAX_AGE);
        assertThat(closed.closed()).containsExactly(CloseReason.ERROR);
        assertThat(closed.written()).isEmpty();
        assertThat(metrics.closed).containsExactly(CloseReason.MAX_AGE, CloseReason.ERROR);
    }

    @Test
    void shouldSayThatTheClientLeftIfNobodyElseDid() {
        Stream stream = healthy();

        stream.channel().close();

        assertThat(stream.closed()).containsExactly(CloseReason.CLIENT);
    }

    @Test
    void shouldEndTheResponseOnceAndThenClose() {
        Stream stream = healthy();

        stream.subscriber().end(CloseReason.ENDED);
        stream.subscriber().end(CloseReason.ENDED);
        publish("late");

        assertThat(stream.written()).isEqualTo("0\r\n\r\n");
        assertThat(stream.channel().isOpen()).isFalse();
        assertThat(stream.closed()).containsExactly(CloseReason.ENDED);
        assertThat(stream.channel().hasPendingTasks()).isFalse();
    }

    @Test
    void shouldWriteNothingBehindTheEnd() {
        Stream stream = stuck(1_000_000);

        stream.subscriber().end(CloseReason.ENDED);
        long pending = stream.channel().bytesBeforeUnwritable();
        publish("late");
        Frame frame = Streams.frame("late");
        group.send(stream.subscriber(), frame);
        frame.release();

        assertThat(stream.channel().bytesBeforeUnwritable()).isEqualTo(pending);
        assertThat(stream.subscriber().events()).isZero();
        stream.channel().close();
    }

    @Test
    void shouldForceTheEndOnAReaderThatDoesNotRead() {
        Stream stream = stuck(1_000);

        stream.subscriber().end(CloseReason.ENDED);
        streams.advance(Duration.ofSeconds(4), Duration.ofSeconds(1));
        assertThat(stream.channel().isOpen()).isTrue();

        streams.advance(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(stream.channel().isOpen()).isFalse();
        assertThat(stream.closed()).containsExactly(CloseReason.ENDED);
        assertThat(stream.channel().runScheduledPendingTasks())
                .as("no timer left")
                .isEqualTo(-1);
    }

    @Test
    void shouldCancelTheForcedEndWhenTheChannelCloses() {
        Stream stream = stuck(1_000);

        stream.subscriber().end(CloseReason.ENDED);
        stream.channel().close();
        streams.run();

        assertThat(stream.channel().runScheduledPendingTasks())
                .as("no timer left")
                .isEqualTo(-1);
    }

    @Test
    void shouldCountWhatItWrites() {
        Stream stream = healthy();
        streams.ticker.advanceMillis(7);

        publish("x");
        stream.subscriber().write(Frame.HEARTBEAT, 8_000_000);

        assertThat(stream.subscriber().events()).isEqualTo(1);
        assertThat(stream.subscriber().bytes()).isEqualTo(stream.written().length());
        assertThat(stream.subscriber().lastWriteNanos()).isEqualTo(8_000_000);
    }

    @Test
    void shouldSpreadPhasesEvenlyAlsoForNegativeNumbers() {
        int[] hits = new int[8];
        for (int i = 0; i < 80; i++) {
            hits[streams.open().subscriber().phase(8)]++;
        }
        assertThat(hits).containsOnly(10);
    }
}
