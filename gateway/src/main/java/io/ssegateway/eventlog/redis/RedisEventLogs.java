package io.ssegateway.eventlog.redis;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.partition.PartitionedEventLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens the log that a configuration has in Redis: one stream, or topics spread over several. */
public final class RedisEventLogs {

    private RedisEventLogs() {}

    /**
     * Opens the log. Blocks until Redis has answered.
     *
     * @param node the name of this gateway
     * @throws ConfigException if the configuration asks for what a log in Redis cannot do
     * @throws IOException if Redis cannot be reached or written
     */
    public static EventLog open(LogConfig config, String node) throws IOException {
        check(config);
        String stream = config.redis().stream();
        int streams = config.redis().streams();
        if (streams == 1) {
            return RedisEventLog.open(config, stream, config.maxEvents(), node);
        }
        int maxEvents = (config.maxEvents() + streams - 1) / streams;
        List<RedisEventLog> partitions = new ArrayList<>();
        try {
            for (int i = 0; i < streams; i++) {
                partitions.add(RedisEventLog.open(config, stream + ":" + i, maxEvents, node));
            }
            return new PartitionedEventLog(partitions);
        } catch (IOException | RuntimeException e) {
            partitions.forEach(RedisEventLog::close);
            throw e;
        }
    }

    private static void check(LogConfig config) {
        if (!config.topics().isEmpty()) {
            throw new ConfigException(
                    "log.topics",
                    "must be empty with log.type: redis: all topics are in one stream, which has one bound");
        }
        if (config.maxBytes() != 0) {
            throw new ConfigException(
                    "log.max-bytes",
                    "must be 0 with log.type: redis, which is bounded by log.max-events and log.max-age");
        }
    }
}
