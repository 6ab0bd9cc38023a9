package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that stops reading and goes on later, by each policy. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class SlowReaderTest {
    private static final int UPDATES = 300;

    @AutoClose
    private final RunningGateway gateway;

    SlowReaderTest(String transport) {
        gateway = RunningGateway.start(
                "transport.type=" + transport,
                "transport.send-buffer=64KiB",
                "stream.welcome=false",
                "heartbeat.interval=300ms",
                "log.ring-size=64",
                "slow-consumer.max-lag-bytes=200KiB",
                "slow-consumer.topics=[{prefix: skip, policy: skip}, {prefix: latest, policy: latest}]");
    }

    /** Opens a stream that nobody reads, and publishes far more than its budget while another one reads along. */
    private EventReader fallBehind(String query, String... topics) {
        RawClient slow = RawClient.connectSmall(gateway.address());
        EventReader stream = EventReader.of(slow.get("/events?" + query));
        try (RawClient publisher = gateway.connect();
                EventReader witness = gateway.open("/events?" + query)) {
            for (int i = 0; i < UPDATES; i++) {
                publisher.send(Requests.publish(topics[i % topics.length], i + "x".repeat(20_000)));
                assertThat(publisher.answer().status()).isEqualTo(200);
                assertThat(numberOf(witness.next())).isEqualTo(i);
            }
        }
        await().until(() -> gateway.streams() <= 1);
        return stream;
    }

    private static int numberOf(ServerSentEvent event) {
        return Integer.parseInt(Objects.requireNonNull(event.data()).replace("x", ""));
    }

    @Test
    void shouldDisconnectAndLetTheClientResume() {
        try (EventReader stream = fallBehind("topic=t", "t")) {
            await().until(() -> gateway.streams() == 0);
            assertThat(gateway.metric("sse_connections_closed_total{reason=\"slow-consumer\"}"))
                    .isEqualTo(1);
            String lastId = stream.nextId();
            int next = 0;
            // What the kernels had is read, at least in part, and then comes back by the last whole event's id.
            for (int i = 0; i < 2; i++) {
                ServerSentEvent event = stream.next();
                assertThat(numberOf(event)).isEqualTo(next++);
                lastId = event.id();
            }
            try (EventReader again = gateway.open("/events?topic=t", "Last-Event-ID: " + lastId)) {
                while (next < UPDATES) {
                    assertThat(numberOf(again.next())).isEqualTo(next++);
                }
            }
        }
    }

    @Test
    void shouldSkipAndTellHowMany() {
        try (EventReader stream = fallBehind("topic=skip", "skip")) {
            List<JsonNode> gaps = new ArrayList<>();
            String lastId = "";
            boolean afterGap = false;
            for (int next = 0; next < UPDATES; ) {
                ServerSentEvent event = stream.next();
                if ("gap".equals(event.event())) {
                    assertThat(afterGap).as("two gaps in a row").isFalse();
                    afterGap = true;
                    JsonNode gap = JsonMapper.shared().readTree(event.data());
                    gaps.add(gap);
                    assertThat(gap.get("reason").stringValue()).isEqualTo("skipped");
                    assertThat(gap.get("requested").stringValue()).isEqualTo(lastId);
                    assertThat(gap.get("resumedFrom").stringValue()).isEqualTo(event.id());
                    if (gap.has("missed")) {
                        next += gap.get("missed").intValue();
                    }
                } else {
                    int number = numberOf(event);
                    if (afterGap && !gaps.get(gaps.size() - 1).has("missed")) {
                        next = number;
                    }
                    assertThat(number).isEqualTo(next++);
                    lastId = String.valueOf(event.id());
                    afterGap = false;
                }
            }
            assertThat(gaps).isNotEmpty();
            assertThat(gateway.metric("sse_gaps_total{reason=\"skipped\"}")).isEqualTo(gaps.size());
            assertThat(gateway.streams()).isEqualTo(1);
            goesOnLive(stream, "skip");
        }
    }

    @Test
    void shouldGiveTheNewestOfEachTopic() {
        try (EventReader stream = fallBehind("topic=latest/%7Bx%7D", "latest/a", "latest/b", "latest/c")) {
            List<Integer> got = new ArrayList<>();
            while (got.isEmpty() || got.get(got.size() - 1) < UPDATES - 1) {
                ServerSentEvent event = stream.next();
                assertThat(event.event()).isNull();
                got.add(numberOf(event));
            }
            assertThat(got).isSorted().doesNotHaveDuplicates().hasSizeLessThan(UPDATES);
            assertThat(got).endsWith(UPDATES - 3, UPDATES - 2, UPDATES - 1);
            assertThat(gateway.streams()).isEqualTo(1);
            goesOnLive(stream, "latest/a");
        }
    }

    private void goesOnLive(EventReader stream, String topic) {
        for (int i = 0; i < 3; i++) {
            gateway.exchange(Requests.publish(topic, "" + i));
            assertThat(stream.nextData()).isEqualTo("" + i);
        }
    }
}
