package io.ssegateway.fanout;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.ring.Announcer;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final Interest PUBLIC = Interest.in(A);
    private static final Interest GRANTED = Interest.in(A).granted(List.of(new ExactTopic(A)));

    private final AtomicLong now = new AtomicLong(1_000);
    private final MemoryEventLog log = new MemoryEventLog(Logs.unbounded(), new TestClock(now::get));

    /** One that issues no marks but the first. */
    private final EventLog markless = new ForwardingLog(log) {
        @Override
        public void mark() {}
    };

    private String atHead(OneShard one, Interest interest) {
        return new Announcer(one.log, one.ring).atHead(interest).toString();
    }

    @Test
    void shouldBeTheMarkOfThePresent() {
        try (OneShard one = new OneShard(16, Settings.PATIENT, log)) {
            one.append("x", B);
            now.set(2_000);
            one.appendPrivate("x", A);
            now.set(3_000);

            assertThat(atHead(one, PUBLIC)).isEqualTo("3000-0");
            assertThat(atHead(one, GRANTED)).isEqualTo("3000-0");
        }
    }

    @Test
    void shouldNotComeBeforeWhatMayBeReadOfThisMillisecond() {
        try (OneShard one = new OneShard(16, Settings.PATIENT, log)) {
            one.append("x", B);
            assertThat(atHead(one, PUBLIC)).isEqualTo("1000-1");

            one.appendPrivate("x", A);
            one.appendPrivate("x", B);
            assertThat(atHead(one, PUBLIC)).isEqualTo("1000-1");
            assertThat(atHead(one, GRANTED)).isEqualTo("1000-2");
        }
    }

    @Test
    void shouldComeBeforeWhatTheStreamHasNotGotYet() {
        try (OneShard one = new OneShard(16, Settings.PATIENT, log)) {
            one.append("x", A);
            now.set(2_000);
            one.appendPrivate("x", A);
            now.set(3_000);

            Announcer announcer = new Announcer(one.log, one.ring);
            assertThat(announcer.before(1, PUBLIC)).hasToString("1000-1");
            assertThat(announcer.before(1, GRANTED)).hasToString("1000-1");
            assertThat(announcer.before(2, GRANTED)).hasToString("3000-0");
        }
    }

    @Test
    void shouldLookAtABoundedNumberOfPrivateUpdates() {
        try (OneShard one = new OneShard(1024, Settings.PATIENT, markless)) {
            one.appendPrivate("x", A);
            for (int i = 0; i < Announcer.MAX_LOOKED_AT - 1; i++) {
                one.appendPrivate("x", B);
            }
            assertThat(atHead(one, GRANTED)).isEqualTo("1000-1");
            one.appendPrivate("x", B);
            one.appendPrivate("x", B);

            Position told = new Announcer(one.log, one.ring).atHead(GRANTED);
            assertThat(told).isBetween(new Position(1_000, 1), new Position(1_000, 3));
            assertThat(atHead(one, PUBLIC)).isEqualTo("1000-0");
        }
    }

    /** What has left the ring may have been for the stream. */
    @Test
    void shouldNotComeBeforeWhatHasLeftTheRing() {
        try (OneShard one = new OneShard(4, Settings.PATIENT, markless)) {
            Position mine = one.appendPrivate("x", A);
            for (int i = 0; i < 6; i++) {
                one.appendPrivate("x", B);
            }

            assertThat(new Announcer(one.log, one.ring).atHead(GRANTED)).isGreaterThanOrEqualTo(mine);
        }
    }
}
