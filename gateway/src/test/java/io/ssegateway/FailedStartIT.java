package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.FailingLog.Step;
import io.ssegateway.testing.RedisProcess;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that fails with its log in Redis leaves no connection and no thread. */
@Isolated // It looks at the threads of the whole process.
class FailedStartIT {
    private final GatewayThreads threads = new GatewayThreads();

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldLeaveNoConnectionToRedis(Step step) {
        try (RedisProcess redis = RedisProcess.start()) {
            FailingLog.failStart(step, "log.type=redis", "log.redis.uri=" + redis.uri(), "log.redis.streams=2");

            threads.haveEnded();
            // The one that asks.
            await().untilAsserted(() -> assertThat(
                            redis.command("CLIENT", "LIST").lines().filter(line -> line.startsWith("id=")))
                    .hasSize(1));
        }
    }
}
