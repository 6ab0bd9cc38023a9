package io.ssegateway.eventlog.redis;

import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.cluster.SharedTable;
import io.ssegateway.cluster.SharedTableContract;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.RedisProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RedisTableIT extends SharedTableContract {
    private static final RedisProcess REDIS = RedisProcess.shared();

    private final String stream = RedisLogs.unused();

    @AutoClose
    private final EventLog one = RedisLogs.open(REDIS.uri(), stream);

    @AutoClose
    private final EventLog two = RedisLogs.open(REDIS.uri(), stream);

    @Override
    protected SharedTable table(String name) {
        return table(one, name);
    }

    private static SharedTable table(EventLog log, String name) {
        return log.cluster(() -> 0).orElseThrow().table(name);
    }

    @Test
    void shouldBeTheSameOnAllNodes() {
        await(table(one, "a").put("x", "1", null));
        await(table(two, "a").put("y", "2", null));

        assertThat(await(table(one, "a").all())).isEqualTo(await(table(two, "a").all()));
        assertThat(await(table(two, "a").remove("x"))).isTrue();
        assertThat(await(table(one, "a").remove("x"))).isFalse();
        assertThat(await(table(one, "a").all())).containsOnlyKeys("y");
    }

    @Test
    void shouldLetOneOfTheNodesRemove() throws Exception {
        AtomicInteger removed = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            await(table(one, "a").put("x", "", null));
            List<Callable<?>> tasks = new ArrayList<>();
            for (EventLog node : List.of(one, two)) {
                tasks.add(() -> await(table(node, "a").remove("x")) ? removed.incrementAndGet() : 0);
            }
            together(tasks);
        }

        assertThat(removed).hasValue(20);
    }

    @Test
    void shouldForgetByTheClockOfRedisAlsoInRedis() {
        await(table(one, "a").put("x", "1", Instant.now().plusMillis(200)));
        await(table(one, "a").put("y", "2", null));

        await().until(() -> await(table(two, "a").all()).size() == 1);

        assertThat(REDIS.command("HLEN", "{" + stream + "}:table:a")).startsWith(":1");
        assertThat(REDIS.command("EXISTS", "{" + stream + "}:table-until:a")).startsWith(":0");
    }

    @Test
    void shouldNeedNoMoreThanTheUserOfTheManualMay() {
        try (RedisProcess redis = RedisProcess.start()) {
            List<String> rights = new ArrayList<>(List.of("ACL", "SETUSER", "gateway", "on", ">secret"));
            rights.addAll(List.of("~{log}:*", "~log", "+@scripting", "+@stream", "+@string", "+@hash", "+@sortedset"));
            rights.addAll(List.of("+memory|usage", "+time", "+ping", "+@connection"));
            assertThat(redis.command(rights.toArray(String[]::new))).startsWith("+OK");
            try (EventLog log = RedisLogs.open("redis://gateway:secret@127.0.0.1:" + redis.port(), "log")) {
                await(table(log, "a").put("x", "1", Instant.now().plusSeconds(1_000)));
                await(table(log, "a").put("old", "1", Instant.EPOCH));

                assertThat(await(table(log, "a").all())).containsOnlyKeys("x");
                assertThat(await(table(log, "a").remove("x"))).isTrue();
            }
        }
    }

    @Test
    void shouldWorkInACluster() {
        try (RedisProcess redis = RedisProcess.startForCluster()) {
            redis.command("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await().until(() -> redis.command("CLUSTER", "INFO").contains("cluster_state:ok"));
            String uri = "redis-cluster://127.0.0.1:" + redis.port();
            // A machine with other work may take long to make the first connections.
            try (EventLog log = RedisLogs.open(Logs.unbounded(), uri, "log", Duration.ofSeconds(20))) {
                await(table(log, "a").put("x", "1", Instant.now().plusSeconds(1_000)));

                assertThat(await(table(log, "a").all())).containsOnlyKeys("x");
                assertThat(await(table(log, "a").remove("x"))).isTrue();
            }
        }
    }

    @Test
    void shouldFailWhileRedisIsAwayAndHaveWhatItHadThen() {
        try (RedisProcess redis = RedisProcess.start();
                EventLog log = RedisLogs.open(redis.uri(), "log")) {
            SharedTable table = table(log, "a");
            await(table.put("x", "1", Instant.now().plusSeconds(1_000)));
            redis.kill();

            assertFails(table.put("y", "2", null));
            await().until(() -> log.problem().isPresent());
            assertFails(table.all());
            assertFails(table.remove("x"));

            redis.restart();
            await().until(() -> log.problem().isEmpty());
            assertThat(await(table.all())).containsEntry("x", "1");
            assertThat(await(table.remove("x"))).isTrue();
        }
    }

    private static void assertFails(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class);
    }
}
