package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.EventLogModel;
import io.ssegateway.testing.TestClock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SqliteEventLogModelTest {

    @Property(tries = 100)
    void shouldBehaveLikeAList(@ForAll long seed, @ForAll @IntRange(max = 200) int steps) {
        new EventLogModel(
                        seed,
                        (config, clock) ->
                                new SqliteEventLog(Folder.in(Folder.fresh(), config), "node", new TestClock(clock)))
                .run(steps);
    }
}
