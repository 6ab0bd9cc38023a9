package io.ssegateway.eventlog.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

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

    void close() {
        stateful.closeAsync();
    }
}
