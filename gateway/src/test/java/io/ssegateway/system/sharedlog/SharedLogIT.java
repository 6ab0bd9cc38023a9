package io.ssegateway.system.sharedlog;

import static io.ssegateway.system.sharedlog.SharedNodes.isAvailable;
import static io.ssegateway.system.sharedlog.SharedNodes.isUnavailable;
import static io.ssegateway.system.sharedlog.SharedNodes.node;
import static io.ssegateway.system.sharedlog.SharedNodes.published;
import static io.ssegateway.system.sharedlog.SharedNodes.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Relay;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Gateways that share a log in Redis, and what becomes of their streams and publishers while Redis is away. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedLogIT {
    @Test
    void shouldServeTheSameFromEveryNode() {
        int redis = RedisProcess.shared().port();
        try (RunningGateway one = node(redis, "same", "one");
                RunningGateway other = node(redis, "same", "other");
                EventReader here = one.subscribe("/events?topic=t");
                EventReader there = other.subscribe("/events?topic=t")) {
            String first = published(one, "first");
            String second = published(other, "second");

            assertThat(List.of(here.nextData(), here.nextData())).containsExactly("first", "second");
            assertThat(List.of(there.nextData(), there.nextData())).containsExactly("first", "second");
            try (EventReader back = other.open("/events?topic=t", "Last-Event-ID: " + first)) {
                ServerSentEvent welcome = back.next();
                assertThat(welcome.data()).startsWith("{\"type\":\"welcome\"");
                assertThat(welcome.id()).isEqualTo(first);
                assertThat(back.next().id()).isEqualTo(second);
            }
        }
    }

    @Test
    void shouldListTheNodes() {
        int redis = RedisProcess.shared().port();
        try (RunningGateway one = node(redis, "nodes", "one");
                EventReader stream = one.subscribe("/events?topic=t")) {
            try (RunningGateway other = node(redis, "nodes", "other")) {
                String newest = published(other, "x");
                assertThat(stream.nextData()).isEqualTo("x");

                await().untilAsserted(() -> {
                    JsonNode cluster = one.manage("/cluster").json();
                    assertThat(cluster.get("self").stringValue()).isEqualTo("one");
                    assertThat(cluster.get("nodes")).hasSize(2);
                    JsonNode first = cluster.get("nodes").get(0);
                    assertThat(first.get("id").stringValue()).isEqualTo("one");
                    assertThat(first.get("streams").intValue()).isEqualTo(1);
                    assertThat(first.get("lagMillis").longValue()).isZero();
                    assertThat(first.get("position").stringValue()).isEqualTo(newest);
                    assertThat(cluster.get("nodes").get(1).get("id").stringValue())
                            .isEqualTo("other");
                });
            }
            assertThat(one.manage("/cluster").json().get("nodes"))
                    .as("one that has stopped")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stands still", "is killed"})
    void shouldGoOnWhereItWasAfterRedisIsAway(String what) {
        try (RedisProcess redis = RedisProcess.start();
                RunningGateway one = node(redis.port(), "away", "one");
                RunningGateway other = node(redis.port(), "away", "other");
                EventReader here = one.subscribe("/events?topic=t");
                EventReader there = other.subscribe("/events?topic=t")) {
            List<String> acknowledged = new ArrayList<>(List.of(published(one, "before")));
            if (what.equals("is killed")) {
                redis.kill();
            } else {
                redis.pause();
            }

            Answer refused = other.exchange(Requests.publish("t", "meanwhile"));
            refused.isProblem(503);
            assertThat(refused.header("Retry-After")).isNotNull();
            await().untilAsserted(() -> assertThat(List.of(one, other)).allSatisfy(SharedNodes::isUnavailable));
            assertThat(here.next().id()).isEqualTo(acknowledged.get(0));
            Position newest = Position.parse(acknowledged.get(0)).orElseThrow();
            assertThat(Position.parse(here.nextId()))
                    .as("a heartbeat, perhaps with a mark")
                    .hasValueSatisfying(told -> assertThat(told.covers(newest)).isTrue());

            if (what.equals("is killed")) {
                redis.restart();
            } else {
                redis.resume();
            }
            await().untilAsserted(() -> assertThat(List.of(one, other)).allSatisfy(SharedNodes::isAvailable));
            acknowledged.add(published(one, "after"));
            acknowledged.add(published(other, "the end"));

            List<String> log = record(one.open("/events?topic=t&lastEventID=earliest"));
            assertThat(log).containsSubsequence(acknowledged);
            assertThat(record(there)).isEqualTo(log);
            assertThat(record(here)).isEqualTo(log.subList(1, log.size()));
            assertThat(one.metric("sse_gaps_total{reason=\"expired\"}")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 200})
    void shouldCatchUpOrTellAGapAfterItsNodeWasCutOff(int missed) throws Exception {
        RedisProcess redis = RedisProcess.shared();
        String stream = "cut-" + missed;
        String bounds = "log.max-events=100";
        try (Relay relay = Relay.to(redis.address());
                RunningGateway near = node(redis.port(), stream, "near", bounds);
                RunningGateway far = node(relay.port(), stream, "far", bounds);
                EventReader reader = far.subscribe("/events?topic=t")) {
            String before = published(near, "before");
            assertThat(reader.next().id()).isEqualTo(before);
            relay.cut();
            await().untilAsserted(() -> isUnavailable(far));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < missed; i++) {
                ids.add(published(near, "x"));
            }
            assertThat(reader.nextId()).isEqualTo(before);

            relay.mend();

            int lost = Math.max(0, missed - 100);
            if (lost > 0) {
                ServerSentEvent gap = reader.next();
                assertThat(gap.event()).isEqualTo("gap");
                assertThat(gap.data()).contains("expired", before);
                assertThat(gap.id()).isEqualTo(ids.get(lost - 1));
            }
            for (String id : ids.subList(lost, missed)) {
                assertThat(reader.next().id()).isEqualTo(id);
            }
            await().untilAsserted(() -> isAvailable(far));
            String after = published(far, "after");
            assertThat(reader.next().id()).isEqualTo(after);
        }
    }

    @Test
    void shouldGoOverToTheMasterThatTheSentinelNames() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
                RedisProcess sentinel = RedisProcess.sentinelOf(master)) {
            await().until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
            await().until(() ->
                    sentinel.command("SENTINEL", "REPLICAS", "mymaster").contains(Integer.toString(replica.port())));
            String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#mymaster";
            try (RunningGateway one = node(uri, "failover", "one");
                    RunningGateway other = node(uri, "failover", "other");
                    EventReader here = one.subscribe("/events?topic=t");
                    EventReader there = other.subscribe("/events?topic=t")) {
                List<String> acknowledged = new ArrayList<>(List.of(published(one, "before")));
                await().until(() -> replica.command("XLEN", "failover").equals(":1\r\n"));

                master.kill();

                one.exchange(Requests.publish("t", "meanwhile")).isProblem(503);
                await().atMost(60, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(List.of(one, other)).allSatisfy(SharedNodes::isAvailable));
                acknowledged.add(published(one, "after"));
                acknowledged.add(published(other, "the end"));
                assertThat(record(here)).isEqualTo(acknowledged);
                assertThat(record(there)).isEqualTo(acknowledged);
            }
        }
    }

    /** A half-open connection looks like a quiet one: nobody is told that it ended. */
    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers", "requests and answers"})
    void shouldNoticeThatNothingComesBackAndGoOnLater(String what) throws Exception {
        RedisProcess redis = RedisProcess.shared();
        String stream = "hole " + what;
        try (Relay relay = Relay.to(redis.address());
                RunningGateway near = node(redis.port(), stream, "near");
                RunningGateway far = node(relay.port(), stream, "far");
                EventReader here = near.subscribe("/events?topic=t");
                EventReader there = far.subscribe("/events?topic=t")) {
            String before = published(near, "before");
            assertThat(there.next().id()).isEqualTo(before);
            if (what.contains("requests")) {
                relay.holdRequests();
            }
            if (what.contains("answers")) {
                relay.holdAnswers();
            }

            await().untilAsserted(() -> isUnavailable(far));
            far.exchange(Requests.publish("t", "refused")).isProblem(503, "event log");
            isAvailable(near);
            published(near, "meanwhile");
            assertThat(there.nextId()).as("a heartbeat").isEqualTo(before);

            relay.forward();
            await().untilAsserted(() -> isAvailable(far));
            published(far, "after");
            published(near, "the end");
            List<String> log = record(near.open("/events?topic=t&lastEventID=earliest"));
            assertThat(record(here)).isEqualTo(log);
            assertThat(record(there)).isEqualTo(log.subList(1, log.size()));
            assertThat(far.metric("sse_gaps_total{reason=\"expired\"}")).isZero();
        }
    }

    /** Ten seconds of heartbeats, many times what any part would wait for Redis. */
    @Test
    void shouldLoseNothingWhenRedisStandsStillForLong() {
        int seconds = 10;
        try (RedisProcess redis = RedisProcess.start()) {
            List<RunningGateway> nodes = Stream.of("one", "other", "third")
                    .map(id -> node(redis.port(), "still", id, "heartbeat.interval=1s"))
                    .toList();
            List<EventReader> streams = nodes.stream()
                    .map(node -> node.subscribe("/events?topic=t"))
                    .toList();
            try {
                String before = published(nodes.get(0), "before");
                streams.forEach(stream -> assertThat(stream.next().id()).isEqualTo(before));
                Position position = Position.parse(before).orElseThrow();
                redis.pause();
                await().untilAsserted(() -> assertThat(nodes).allSatisfy(SharedNodes::isUnavailable));
                for (int i = 0; i < seconds; i++) {
                    assertThat(streams)
                            .allSatisfy(stream -> assertThat(Position.parse(stream.nextId()))
                                    .hasValueSatisfying(place ->
                                            assertThat(place.covers(position)).isTrue()));
                    assertThat(nodes).allSatisfy(SharedNodes::isUnavailable);
                    assertThat(nodes.get(i % nodes.size())
                                    .exchange(Requests.publish("t", "refused"))
                                    .isProblem(503, "event log")
                                    .header("Retry-After"))
                            .isNotNull();
                }

                redis.resume();
                await().untilAsserted(() -> assertThat(nodes).allSatisfy(SharedNodes::isAvailable));
                List<String> acknowledged = new ArrayList<>(List.of(before));
                nodes.forEach(node -> acknowledged.add(published(node, "after")));
                acknowledged.add(published(nodes.get(0), "the end"));
                List<String> log = record(nodes.get(1).open("/events?topic=t&lastEventID=earliest"));
                assertThat(log).containsSubsequence(acknowledged);
                assertThat(streams)
                        .allSatisfy(stream -> assertThat(record(stream)).isEqualTo(log.subList(1, log.size())));
            } finally {
                streams.forEach(EventReader::close);
                nodes.forEach(RunningGateway::close);
            }
        }
    }
}
