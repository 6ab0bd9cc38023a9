package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.EventLogModel;
import io.ssegateway.testing.TestClock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MemoryEventLogModelTest {

    @Property
    void shouldBehaveLikeAList(@ForAll long seed, @ForAll @IntRange(max = 200) int steps) {
        new EventLogModel(seed, (config, clock) -> new MemoryEventLog(config, new TestClock(clock))).run(steps);
    }
}
