package io.ssegateway.fanout;

import io.netty.channel.ChannelHandler;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** A shard that sweeps its streams, by a clock that the test moves. */
abstract class IdleSweeperFixture {
    static final Duration INTERVAL = Duration.ofSeconds(32);

    static final Duration LATEST = Duration.ofSeconds(40);

    static final Duration TICK = Duration.ofSeconds(1);

    static final String HEARTBEAT = "2\r\n:\n\r\n";

    static final Topic TOPIC = new Topic("t");

    static final Duration MAX_LAG = INTERVAL.multipliedBy(2);

    @AutoClose
    final OneShard one = new OneShard(64, Settings.slow(SlowConsumerPolicy.DISCONNECT, Settings.GIBIBYTE, MAX_LAG));

    final Streams streams = one.streams;

    final CountingMetrics metrics = one.metrics;

    List<Stream> open(int count) {
        List<Stream> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(joined(Interest.in(TOPIC)));
        }
        return opened;
    }

    /** A stream whose begin is read already. */
    Stream joined(Interest interest, ChannelHandler... handlers) {
        Stream stream = one.join(ResumePoint.LIVE, interest, Duration.ZERO, true, handlers);
        stream.written();
        return stream;
    }

    Stream plain(Interest interest) {
        Stream stream = one.join(ResumePoint.LIVE, interest, Duration.ZERO, false);
        stream.written();
        return stream;
    }

    void sweep(Duration interval, Duration maxAge) {
        sweep(interval, SendPosition.NEVER, maxAge);
    }

    void sweep(Duration interval, SendPosition sendPosition, Duration maxAge) {
        one.sweep(new HeartbeatConfig(interval, sendPosition), maxAge, MAX_LAG);
    }

    void publish() {
        one.publish("x", TOPIC);
    }
}
