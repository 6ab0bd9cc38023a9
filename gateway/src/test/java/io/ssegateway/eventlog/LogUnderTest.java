package io.ssegateway.eventlog;

import io.ssegateway.config.LogConfig;
import io.ssegateway.testing.Logs;
import java.util.concurrent.atomic.AtomicLong;

/** What the parts of {@link EventLogContract} ask of those who implement it. */
interface LogUnderTest {

    /** The wall clock of the logs under test. */
    AtomicLong now();

    /** Opens a log that is empty. */
    EventLog open(LogConfig config);

    /** Opens a log that is empty and forgets nothing. */
    default EventLog open() {
        return open(Logs.unbounded());
    }
}
