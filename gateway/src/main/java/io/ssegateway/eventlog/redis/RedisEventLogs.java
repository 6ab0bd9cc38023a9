package io.ssegateway.eventlog.redis;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.RedisLogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.partition.PartitionedEventLog;
import java.util.List;
import java.util.stream.IntStream;

/** Opens the log that a configuration has in Redis: one stream, or topics spread over several. */
public final class RedisEventLogs {

    private RedisEventLogs() {}

    /**
     * Opens the log. Blocks until Redis has answered or failed, two timeouts at most. An unreachable Redis is not an
     * error: the log is unavailable until Redis answers, and its tails begin then.
     *
     * @param node the name of this gateway
     * @throws ConfigException if the configuration asks for what a log in Redis cannot do, or Redis rejects user and
     *     password
     */
    public static EventLog open(LogConfig config, String node) {
        checkWithoutConnecting(config);
        List<LogKeys> keys = keys(config.redis());
        int maxEvents = (config.maxEvents() + keys.size() - 1) / keys.size();
        RedisServer server = new RedisServer(RedisAddress.of(config.redis()));
        long deadlineNanos = System.nanoTime() + config.redis().timeout().toNanos() * 2;
        List<RedisEventLog> streams = keys.stream()
                .map(stream -> new RedisEventLog(server, config, stream, maxEvents, node))
                .toList();
        try {
            streams.forEach(stream -> stream.awaitFirstAnswer(config.redis(), deadlineNanos));
        } catch (ConfigException e) {
            streams.forEach(RedisEventLog::close);
            throw e;
        }
        return streams.size() == 1 ? streams.get(0) : new PartitionedEventLog(streams);
    }

    private static List<LogKeys> keys(RedisLogConfig config) {
        return config.streams() == 1
                ? List.of(new LogKeys(config.stream()))
                // With their number: topics are spread otherwise over another one.
                : IntStream.range(0, config.streams())
                        .mapToObj(i -> new LogKeys(config.stream() + ":" + config.streams() + ":" + i))
                        .toList();
    }

    /**
     * Checks whether the log of a configuration could be opened, without connecting.
     *
     * @throws ConfigException if the configuration asks for what a log in Redis cannot do, or its URI or file is not
     *     valid
     */
    public static void checkWithoutConnecting(LogConfig config) {
        if (!config.topics().isEmpty()) {
            throw new ConfigException(
                    "log.topics", "must be empty with log.type: redis: all topics share one stream and its limits");
        }
        if (config.maxBytes() != 0) {
            throw new ConfigException(
                    "log.max-bytes", "must be 0 with log.type: redis; set log.max-events and log.max-age instead");
        }
        RedisAddress.of(config.redis());
    }
}
