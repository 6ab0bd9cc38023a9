package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.WriteBufferWaterMark;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One stream's writes and its ways to end. */
class SubscriberTest {
    private static final Topic TOPIC = new Topic("t");

    @AutoClose
    private final Streams streams = new Streams();

    private final CountingMetrics metrics = new CountingMetrics();
    private final EventLog log = Settings.log();
    private final ShardedChannelGroup group = Settings.group(log, metrics);

    private Stream healthy() {
        Stream stream = streams.open(TOPIC);
        group.add(stream.subscriber());
        stream.channel().flush();
        stream.written();
        return stream;
    }

    private Stream stuck(int maxPendingBytes) {
        return stuck(maxPendingBytes, new Stuck());
    }

    /** A stream that has asked for no topic; the code behind it sends its events. */
    private Stream stuck(int maxPendingBytes, Stuck socket) {
        Stream stream = streams.open(Interest.NONE, Duration.ZERO, true, socket, new StreamHandler(group::close));
        stream.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, maxPendingBytes));
        group.add(stream.subscriber());
        return stream;
    }

    private void publish(String data) {
        Logs.await(log.append(Logs.update(null, data, TOPIC)));
        streams.run();
    }

    private void send(Stream stream, String data) {
        stream.subscriber().send(Frame.of(ServerSentEvent.data(data)));
    }

    @Test
    void shouldBeginWithTheIdFromWhichItsClientCouldResume() {
        publish("before");
        Position newest = group.newest();

        Stream stream = streams.open(TOPIC);
        group.add(stream.subscriber());

        assertThat(stream.channel().outboundMessages()).as("not flushed yet").isEmpty();
        stream.channel().flush();
        List<Block> blocks = stream.blocks();
        String id = String.valueOf(blocks.get(0).id());
        assertThat(blocks).containsExactly(new Block(id, null, null));
        assertThat(Position.parse(id))
                .as("the newest update's position, or a mark behind it")
                .hasValueSatisfying(place -> assertThat(place.covers(newest)).isTrue());
    }

    @Test
    void shouldBeginWithNothingIfItHasAskedForNoTopic() {
        Stream stream = streams.open();
        group.add(stream.subscriber());
        stream.channel().flush();

        assertThat(stream.written()).isEmpty();
    }

    @Test
    void shouldCutOffAReaderThatIsTooSlowForItsOwnCode() {
        Stream slow = stuck(4_000);
        Stream fast = stuck(4_000);

        for (int i = 0; i < 5; i++) {
            send(slow, "x".repeat(1_000));
        }

        assertThat(slow.channel().isOpen()).isFalse();
        assertThat(slow.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(slow.subscriber().reason()).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(fast.channel().isOpen()).isTrue();
        assertThat(group.size()).isEqualTo(1);
        assertThat(metrics.closed).containsExactly(CloseReason.SLOW_CONSUMER);
    }

    @Test
    void shouldKeepAReaderToWhomOneEventIsTooLargeUntilTheNextComesTooSoon() {
        Stream slow = stuck(4_000);

        send(slow, "x".repeat(100_000));
        assertThat(slow.channel().isOpen()).isTrue();
        assertThat(slow.closed()).isEmpty();
        assertThat(slow.subscriber().writer().events()).isEqualTo(1);
        long bytes = metrics.bytes.get();
        assertThat(slow.subscriber().writer().bytes()).isEqualTo(bytes).isGreaterThan(100_000);

        send(slow, "y");
        assertThat(slow.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(slow.channel().isOpen()).isFalse();
        assertThat(slow.subscriber().writer().events()).as("the late event").isEqualTo(1);
        assertThat(slow.subscriber().writer().bytes()).isEqualTo(bytes);
        assertThat(metrics.events).hasValue(1);
        assertThat(metrics.bytes).hasValue(bytes);
    }

    @Test
    void shouldKeepAReaderThatTakesEachLargeEventBeforeTheNext() {
        Stuck socket = new Stuck();
        Stream stream = stuck(4_000, socket);
        send(stream, "x".repeat(100_000));

        socket.read(stream.channel());
        send(stream, "y".repeat(100_000));
        send(stream, "z");

        assertThat(stream.closed()).isEmpty();
        assertThat(stream.data()).containsExactly("x".repeat(100_000), "y".repeat(100_000), "z");
        assertThat(stream.subscriber().writer().events()).isEqualTo(3);
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
        Stuck socket = new Stuck();
        Stream stream = streams.open(Interest.in(TOPIC), Duration.ZERO, true, socket);
        group.add(stream.subscriber());

        stream.subscriber().end(CloseReason.ENDED);
        long pending = stream.channel().bytesBeforeUnwritable();
        publish("late");
        send(stream, "late");

        assertThat(stream.channel().bytesBeforeUnwritable()).isEqualTo(pending);
        assertThat(stream.subscriber().writer().events()).isZero();
        socket.read(stream.channel());
        assertThat(stream.written()).endsWith("0\r\n\r\n").doesNotContain("late");
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
    }

    @Test
    void shouldCancelTheForcedEndWhenTheChannelCloses() {
        Stream stream = streams.open();
        stream.channel().pipeline().addLast(new Stuck());
        stream.subscriber().end(CloseReason.ENDED);
        stream.channel().close();
        streams.run();

        assertThat(stream.channel().runScheduledPendingTasks())
                .as("no timer left")
                .isEqualTo(-1);
    }

    @Test
    void shouldCountWhatItWrites() {
        Stream stream = streams.open(TOPIC);
        group.add(stream.subscriber());
        stream.channel().flush();
        streams.ticker.advanceMillis(7);

        publish("x");

        assertThat(stream.subscriber().writer().events()).isEqualTo(1);
        assertThat(stream.subscriber().writer().lastWriteNanos()).isEqualTo(7_000_000);
        assertThat(stream.subscriber().writer().bytes())
                .isEqualTo(stream.written().length());
    }
}
