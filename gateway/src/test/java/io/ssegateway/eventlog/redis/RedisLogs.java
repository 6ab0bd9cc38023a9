package io.ssegateway.eventlog.redis;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.RedisLogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.testing.Logs;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs in Redis for tests. */
final class RedisLogs {
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RedisLogs() {}

    /** A stream's name that no test has used. */
    static String unused() {
        return "log-" + NUMBER.incrementAndGet();
    }

    static LogConfig config(LogConfig bounds, String uri, String stream, Duration timeout) {
        return new LogConfig(
                LogType.REDIS,
                bounds.maxEvents(),
                bounds.maxBytes(),
                bounds.maxAge(),
                bounds.ringSize(),
                bounds.ringBytes(),
                bounds.topics(),
                bounds.sqlite(),
                new RedisLogConfig(uri, "", stream, timeout, 1));
    }

    static EventLog open(LogConfig bounds, String uri, String stream) {
        return open(bounds, uri, stream, TIMEOUT);
    }

    static EventLog open(LogConfig bounds, String uri, String stream, Duration timeout) {
        return RedisEventLogs.open(config(bounds, uri, stream, timeout), "node-" + NUMBER.incrementAndGet());
    }

    static EventLog open(String uri, String stream) {
        return open(Logs.unbounded(), uri, stream);
    }
}
