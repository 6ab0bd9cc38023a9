package io.ssegateway.eventlog;

import io.ssegateway.config.LogConfig;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What every event log must do; a part for each subject. */
public abstract class EventLogContract
        implements LogReadingContract, LogPrivacyContract, LogIdsContract, LogRetentionContract, LogTailContract {
    protected static final long NOW = 1_700_000_000_000L;

    /** The wall clock of the logs under test. */
    protected final AtomicLong now = new AtomicLong(NOW);

    /** Opens a log that is empty. */
    protected abstract EventLog open(LogConfig config, LongSupplier epochMillis);

    @Override
    public AtomicLong now() {
        return now;
    }

    @Override
    public EventLog open(LogConfig config) {
        return open(config, now::get);
    }
}
