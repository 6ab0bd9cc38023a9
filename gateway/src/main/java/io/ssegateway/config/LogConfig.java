package io.ssegateway.config;

import java.time.Duration;
import java.util.List;

/**
 * How much is kept: the event log, from which streams resume, and the ring of encoded frames, from which they are
 * served.
 *
 * @param type where the log keeps its updates
 * @param maxEvents updates that the log keeps
 * @param maxBytes their estimated size in bytes; zero stands for {@link #effectiveMaxBytes}
 * @param maxAge how long an update is kept; zero means no limit
 * @param ringSize frames in the ring; rounded up to a power of two where it is built
 * @param ringBytes their size in bytes; zero stands for {@link #effectiveRingBytes}
 * @param topics other limits for topics with a prefix; each entry is counted separately
 * @param sqlite the log in a file
 * @param redis the log that several gateways share
 */
public record LogConfig(
        LogType type,
        int maxEvents,
        @Bytes long maxBytes,
        Duration maxAge,
        int ringSize,
        @Bytes int ringBytes,
        List<LogTopicConfig> topics,
        SqliteLogConfig sqlite,
        RedisLogConfig redis) {

    private static final int MOST_FRAMES = 1 << 24;

    /** @throws ConfigException if a value is out of range, or a prefix is empty or there twice */
    public LogConfig {
        Require.between("log.max-events", maxEvents, 1, LogTopicConfig.MOST_EVENTS);
        Require.bytesBetween("log.max-bytes", maxBytes, 0, Require.TEBIBYTE);
        Require.between("log.max-age", maxAge, Duration.ZERO, LogTopicConfig.LONGEST_AGE);
        Require.between("log.ring-size", ringSize, 1, MOST_FRAMES);
        Require.bytesBetween("log.ring-bytes", ringBytes, 0, Require.GIBIBYTE);
        topics = List.copyOf(topics);
        for (int i = 0; i < topics.size(); i++) {
            topics.get(i).check("log.topics[" + i + "]");
        }
        Require.different(
                "log.topics",
                "prefix",
                topics.stream().map(LogTopicConfig::prefix).toList());
    }

    /**
     * The bytes that the log keeps: the configured ones, otherwise 1 GiB in a file, and an eighth of the maximum heap
     * in memory.
     */
    public long effectiveMaxBytes() {
        if (maxBytes != 0) {
            return maxBytes;
        }
        return type == LogType.SQLITE ? Require.GIBIBYTE : Runtime.getRuntime().maxMemory() / 8;
    }

    /** The bytes that the ring keeps: the configured ones, otherwise a sixteenth of the maximum heap. */
    public long effectiveRingBytes() {
        return ringBytes == 0 ? Runtime.getRuntime().maxMemory() / 16 : ringBytes;
    }
}
