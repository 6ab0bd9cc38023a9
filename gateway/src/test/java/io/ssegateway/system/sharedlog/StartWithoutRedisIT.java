package io.ssegateway.system.sharedlog;

import static io.ssegateway.system.sharedlog.SharedNodes.isAvailable;
import static io.ssegateway.system.sharedlog.SharedNodes.isUnavailable;
import static io.ssegateway.system.sharedlog.SharedNodes.node;
import static io.ssegateway.system.sharedlog.SharedNodes.published;
import static io.ssegateway.system.sharedlog.SharedNodes.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Gateways that start while their Redis is away: they listen, say what they lack, and need nobody's help when it comes.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class StartWithoutRedisIT {

    @Test
    void shouldServeAsSoonAsRedisComes() {
        try (RedisProcess redis = RedisProcess.start()) {
            String earlier;
            try (RunningGateway former = node(redis.port(), "late", "former")) {
                earlier = published(former, "earlier");
                published(former, "the newest");
            }
            redis.kill();
            try (RunningGateway one = node(redis.port(), "late", "one");
                    RunningGateway other = node(redis.port(), "late", "other", "limits.overload=retry");
                    // A stream that reads no log is there before the log is, on the loop that will serve the others.
                    EventReader timer = one.open("/timer")) {
                isUnavailable(one);
                assertThat(one.manage("/health/log").body()).contains("127.0.0.1:" + redis.port());
                one.manage("/cluster").isProblem(503);
                assertThat(one.exchange(Requests.publish("t", "refused"))
                                .isProblem(503, "event log")
                                .header("Retry-After"))
                        .isNotNull();
                for (String asked : List.of("", "&lastEventID=" + earlier, "&lastEventID=earliest")) {
                    Answer refused = one.exchange(Requests.get("/events?topic=t" + asked));
                    assertThat(refused.isProblem(503, "event log").header("Retry-After"))
                            .isNotNull();
                }
                assertThat(one.metric("sse_connections_rejected_total{reason=\"log-unavailable\"}"))
                        .isEqualTo(3);
                Answer later = other.exchange(Requests.get("/events?topic=t"));
                assertThat(later.status())
                        .as("what an EventSource comes back after")
                        .isEqualTo(200);
                assertThat(later.body()).startsWith("retry: ");

                redis.restart();
                await().untilAsserted(() -> assertThat(List.of(one, other)).allSatisfy(SharedNodes::isAvailable));

                try (EventReader live = one.open("/events?topic=t");
                        EventReader back = other.open("/events?topic=t", "Last-Event-ID: " + earlier);
                        EventReader all = one.open("/events?topic=t&lastEventID=earliest")) {
                    String place = live.nextId();
                    assertThat(Position.parse(place).orElseThrow())
                            .isGreaterThan(Position.parse(earlier).orElseThrow());
                    assertThat(Position.parse(live.nextId()).orElseThrow())
                            .as("a heartbeat")
                            .isGreaterThanOrEqualTo(Position.parse(place).orElseThrow());
                    published(other, "after");
                    published(one, "the end");
                    List<String> log = record(all);
                    assertThat(log).hasSize(4).startsWith(earlier);
                    assertThat(Position.parse(place).orElseThrow())
                            .isBetween(
                                    Position.parse(log.get(1)).orElseThrow(),
                                    Position.parse(log.get(2)).orElseThrow());
                    assertThat(record(back)).isEqualTo(log.subList(1, 4));
                    assertThat(record(live)).isEqualTo(log.subList(2, 4));
                }
                assertThat(timer.nextBlock()).isNotNull();
            }
        }
    }

    /** As a firewall that drops what comes: nobody says no. */
    @Test
    void shouldNotWaitForARedisThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RunningGateway one = node(silent.getLocalPort(), "silent", "one")) {
            isUnavailable(one);
            one.exchange(Requests.publish("t", "refused")).isProblem(503);
        }
    }

    @Test
    void shouldFindASentinelAndAMasterThatComeLater() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess sentinel = RedisProcess.sentinelOf(master)) {
            sentinel.kill();
            master.kill();
            String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#mymaster";
            try (RunningGateway one = node(uri, "late", "one")) {
                isUnavailable(one);
                master.restart();
                sentinel.restart();
                await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> isAvailable(one));
                try (EventReader live = one.subscribe("/events?topic=t")) {
                    assertThat(live.client()).isNotNull();
                    published(one, "x");
                    assertThat(live.nextData()).isEqualTo("x");
                }
            }
        }
    }
}
