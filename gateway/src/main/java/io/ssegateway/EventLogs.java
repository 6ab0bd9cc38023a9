package io.ssegateway;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.SingleNode;
import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.eventlog.redis.RedisEventLogs;
import io.ssegateway.eventlog.sqlite.SqliteEventLog;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.metrics.PrometheusMetrics;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The event log of each {@code log.type}. */
final class EventLogs {

    private EventLogs() {}

    /**
     * Checks whether the log could be opened; creates, locks and connects to nothing.
     *
     * @throws io.ssegateway.config.ConfigException if it could not
     */
    static void check(LogConfig config) {
        switch (config.type()) {
            case MEMORY -> {}
            case SQLITE -> SqliteEventLog.check(config);
            case REDIS -> RedisEventLogs.checkWithoutConnecting(config);
        }
    }

    /**
     * Opens the log.
     *
     * @param node the name of this gateway
     * @param around gets the log and returns the one to use, which closes it
     */
    static EventLog open(LogConfig config, String node, InstantSource clock, UnaryOperator<EventLog> around) {
        EventLog log = switch (config.type()) {
            case MEMORY -> new MemoryEventLog(config, clock);
            case SQLITE -> new SqliteEventLog(config, node, clock);
            case REDIS -> RedisEventLogs.open(config, node);
        };
        try {
            return around.apply(log);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Has the metrics show the log.
     *
     * @param isUp whether it takes updates
     */
    static void watch(EventLog log, PrometheusMetrics metrics, BooleanSupplier isUp) {
        metrics.watchLog(() -> log.size().events(), () -> log.size().bytes(), log::walBytes, isUp);
    }

    /** The gateways that share the log: this one alone if the log knows of none. */
    static Cluster cluster(EventLog log, String node, ShardedChannelGroup streams, InstantSource clock) {
        return log.cluster(streams::size)
                .orElseGet(() -> new SingleNode(
                        node,
                        clock.instant(),
                        streams::size,
                        () -> streams.newest().toString(),
                        name -> new LocalTable(clock)));
    }
}
