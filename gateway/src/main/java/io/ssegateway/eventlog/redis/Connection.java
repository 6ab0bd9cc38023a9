package io.ssegateway.eventlog.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A connection to Redis, used until it fails.
 *
 * @param stateful the connection
 * @param commands what may be asked on it, in order
 */
record Connection(StatefulConnection<String, String> stateful, RedisClusterAsyncCommands<String, String> commands) {

    /** Has a task run when the connection is lost, on any thread. */
    void onLost(Runnable task) {
        stateful.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                task.run();
            }
        });
    }

    /**
     * Loads a script for use with a key. In a cluster that is on the server that has the key: the driver would load it
     * on every server, and fail if any of them is unreachable. If the key moves to a server without the script, a new
     * connection loads it.
     */
    CompletionStage<?> load(String script, String key) {
        if (stateful instanceof StatefulRedisClusterConnection<String, String> cluster) {
            RedisClusterNode home = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            if (home == null) {
                return CompletableFuture.failedStage(new RedisException("no server of the cluster has the log's slot"));
            }
            RedisURI uri = home.getUri();
            return cluster.getConnectionAsync(uri.getHost(), uri.getPort())
                    .thenCompose(server -> server.async().scriptLoad(script));
        }
        return commands.scriptLoad(script);
    }

    void close() {
        stateful.closeAsync();
    }
}
