package io.ssegateway.eventlog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.testing.LogCapture;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class RedisAdviceIT {

    private static EventLog open(RedisProcess redis, String stream) {
        return RedisLogs.open(Logs.unbounded(), redis.uri(), stream, Duration.ofSeconds(20));
    }

    private static List<String> advice(LogCapture log) {
        return log.events().stream()
                .filter(event -> event.getLevel().equals(Level.WARN))
                .map(event -> event.getMessage().getFormattedMessage())
                .filter(warning -> warning.startsWith("Redis has "))
                .toList();
    }

    @Test
    void shouldWarnOnceOfARedisThatForgets() {
        try (RedisProcess redis = RedisProcess.start("--appendonly", "no", "--maxmemory-policy", "allkeys-lru");
                LogCapture captured = new LogCapture();
                EventLog first = open(redis, "log");
                EventLog second = open(redis, "log")) {
            // Each gateway once, however often it asks.
            await().until(() -> advice(captured).size() == 4);
            assertThat(advice(captured))
                    .filteredOn(warning -> warning.contains("appendonly no"))
                    .hasSize(2);
            assertThat(advice(captured))
                    .filteredOn(warning -> warning.contains("maxmemory-policy allkeys-lru"))
                    .hasSize(2);
            Logs.append(first, Logs.A);
            Logs.append(second, Logs.A);
            assertThat(advice(captured)).hasSize(4);
        }
    }

    @Test
    void shouldSayNothingOfOneThatIsSetWellOrDoesNotTell() {
        try (RedisProcess redis = RedisProcess.start();
                LogCapture captured = new LogCapture()) {
            try (EventLog log = open(redis, "well")) {
                Logs.append(log, Logs.A);
            }
            redis.command("CONFIG", "SET", "appendonly", "no");
            redis.command("ACL", "SETUSER", "default", "-info");
            try (EventLog log = open(redis, "mute")) {
                Logs.append(log, Logs.A);
                assertThat(log.problem()).isEmpty();
            }
            assertThat(advice(captured)).isEmpty();
        }
    }
}
