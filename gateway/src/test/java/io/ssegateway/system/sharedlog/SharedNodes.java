package io.ssegateway.system.sharedlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;

/** Gateways whose log is in Redis, and what tests ask of them. */
final class SharedNodes {
    private SharedNodes() {}

    /** One that finds its Redis at a port of the loopback address. */
    static RunningGateway node(int redisPort, String stream, String id, String... settings) {
        return node("redis://127.0.0.1:" + redisPort, stream, id, settings);
    }

    /** One that waits for Redis for a second and sends heartbeats ten times as often; {@code settings} win. */
    static RunningGateway node(String uri, String stream, String id, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "log.type=redis",
                "log.redis.uri=" + uri,
                "log.redis.stream=" + stream,
                "node.id=" + id,
                "heartbeat.interval=100ms",
                "heartbeat.send-position=always",
                "transport.event-loops=1",
                "log.redis.timeout=1s"));
        all.addAll(List.of(settings));
        return RunningGateway.start(all.toArray(String[]::new));
    }

    /** Publishes to the topic {@code t}; answers the id. */
    static String published(RunningGateway node, String data) {
        Answer answer = node.exchange(Requests.publish("t", data));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("ids").get(0).stringValue();
    }

    /** What a gateway says while its log is away. */
    static void isUnavailable(RunningGateway node) {
        assertThat(node.metric("sse_log_up")).isZero();
        assertThat(node.manage("/health/log").status()).isEqualTo(503);
        Answer ready = node.manage("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().get("log").stringValue()).isEqualTo("unavailable");
    }

    /** What a gateway says while its log is there. */
    static void isAvailable(RunningGateway node) {
        assertThat(node.metric("sse_log_up")).isEqualTo(1);
        assertThat(node.manage("/health/log").status()).isEqualTo(200);
    }

    /** The ids of the updates up to the one whose data are {@code the end}. */
    static List<String> record(EventReader stream) {
        List<String> ids = new ArrayList<>();
        while (true) {
            ServerSentEvent event = stream.next();
            if (!String.valueOf(event.data()).startsWith("{\"type\":\"welcome\"")) {
                assertThat(event.event()).as("type of %s", event).isNull();
                ids.add(String.valueOf(event.id()));
            }
            if ("the end".equals(event.data())) {
                return ids;
            }
        }
    }
}
