package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LastingEventLogContract;
import io.ssegateway.testing.TestClock;
import java.nio.file.Path;
import java.util.function.LongSupplier;

class SqliteEventLogTest extends LastingEventLogContract {
    private Path folder = Folder.fresh();

    @Override
    protected EventLog open(LogConfig config, LongSupplier epochMillis) {
        folder = Folder.fresh();
        return reopen(config, epochMillis);
    }

    @Override
    protected EventLog reopen(LogConfig config, LongSupplier epochMillis) {
        return new SqliteEventLog(Folder.in(folder, config), "node", new TestClock(epochMillis));
    }
}
