package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that is reached only when its gateway runs already. */
class LateLogTest {
    private final List<LogTail> waiting = new ArrayList<>();
    private final EventLog log = new ForwardingLog(Settings.log()) {
        @Override
        public void tail(LogTail tail) {
            waiting.add(tail);
        }
    };

    /** The loop may have streams that read no log, and turned while they were alone. */
    @Test
    void shouldPlaceStreamsWhereTheLogBegan() {
        Position newest = Logs.append(log, Logs.A);
        try (OneShard one = new OneShard(1024, Settings.PATIENT, log)) {
            one.add(one.streams.open(Interest.NONE, Duration.ZERO, true), ResumePoint.LIVE);
            one.streams.run();

            waiting.forEach(tail -> tail.begin(newest));

            Stream live = one.join(Logs.A);
            Stream back = one.join(ResumePoint.after(newest, newest.toString()), Logs.A);
            assertThat(one.shard.pass().position().of(live.subscriber())).isEqualTo(newest);
            assertThat(one.shard.pass().position().of(back.subscriber())).isEqualTo(newest);
        }
    }

    @Test
    void shouldSayWhetherThereIsAPlaceToBegin() {
        ShardedChannelGroup group = Settings.group(log, new CountingMetrics());
        assertThat(group.hasBegun()).isFalse();

        waiting.forEach(tail -> tail.begin(Position.ORIGIN));

        assertThat(group.hasBegun()).isTrue();
    }
}
