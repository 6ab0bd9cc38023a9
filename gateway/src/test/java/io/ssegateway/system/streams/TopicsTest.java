package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream asks for: topics by name, by template and all of them; and how often it wants them. */
@ExtendWith(NoWarnings.class)
class TopicsTest {
    @AutoClose
    private final RunningGateway gateway = RunningGateway.start(
            "stream.welcome=false", "heartbeat.interval=0s", "limits.max-request-line-bytes=16KiB");

    private String publish(String data, String... topics) {
        return line(data, topics)
                .transform(update -> gateway.exchange(Requests.post("/publish", update)))
                .json()
                .get("positions")
                .get(0)
                .stringValue();
    }

    private static String line(String data, String... topics) {
        return "{\"topics\":[\"" + String.join("\",\"", topics) + "\"],\"data\":\"" + data + "\"}\n";
    }

    /** Once live and once replayed, which go different ways through the gateway. */
    private void gets(String query, Runnable publish, String... expected) {
        try (EventReader live = gateway.open("/events?" + query)) {
            String begin = live.nextId();
            publish.run();
            publish("end", "{end");
            try (EventReader replay = gateway.open("/events?" + query, "Last-Event-ID: " + begin)) {
                for (EventReader stream : List.of(live, replay)) {
                    List<String> got = new ArrayList<>();
                    for (String data = stream.nextData(); !data.equals("end"); data = stream.nextData()) {
                        got.add(data);
                    }
                    assertThat(got).containsExactly(expected);
                }
            }
        }
    }

    @Test
    void shouldMatchTemplates() {
        gets(
                "topic=/orders/%7Bid%7D&topic=%7Bend",
                () -> {
                    publish("1", "/orders/1");
                    publish("2", "/orders/");
                    publish("3", "/orders/1/lines");
                    publish("4", "/orders/{id}");
                    publish("5", "/Orders/1");
                    publish("6", "/x/orders/1");
                    publish("7", "/orders/%C3%A4");
                },
                "1",
                "2",
                "4", // A template is also a topic's name.
                "7");
    }

    @Test
    void shouldMatchEveryTopic() {
        gets(
                "topic=*",
                () -> {
                    publish("1", "a");
                    publish("2", "*");
                    publish("3", "/orders/1", "\u00e4");
                },
                "1",
                "2",
                "3");
    }

    @Test
    void shouldDeliverAnUpdateOnceHoweverOftenItMatches() {
        gets(
                "topic=*&topic=a&topic=b&topic=%7Bx%7D&topic=%7By%7D&topic=a&topic=%7Bend",
                () -> {
                    publish("1", "a", "b", "c");
                    publish("2", "a", "a");
                    publish("3", "c", "b");
                    publish("4", "d");
                },
                "1",
                "2",
                "3",
                "4");
    }

    @Test
    void shouldLimitDifferentTopics() {
        String hundred = IntStream.range(0, 100).mapToObj(i -> "topic=t" + i).collect(Collectors.joining("&"));
        try (EventReader stream = gateway.open("/events?" + hundred + "&" + hundred)) {
            stream.nextId();
            publish("x", "t99", "t0");
            publish("y", "t50");
            assertThat(stream.nextData()).isEqualTo("x");
            assertThat(stream.nextData()).isEqualTo("y");
        }
        for (String one : List.of("t100", "*", "%7Bx%7D")) {
            gateway.exchange(Requests.get("/events?" + hundred + "&topic=" + one))
                    .isProblem(400, "limits.max-topics-per-stream", "100", "101");
        }
    }

    @Test
    void shouldRefuseTemplatesThatCostTooMuch() {
        gateway.exchange(Requests.get("/events?topic=" + "%7Ba%7D".repeat(100))).isProblem(400, "variables");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5", "-1s", "1d", "61m", "1.5s", "500 ms", "99999999999999999999h"})
    void shouldSayWhatAThrottleIs(String throttle) {
        gateway.exchange(Requests.get("/events?topic=a&throttle=" + throttle.replace(" ", "%20")))
                .isProblem(400, "throttle", "500ms");
    }

    /** Each batch is taken in one turn of the one event loop, so that a throttled stream sees all of it at once. */
    @ParameterizedTest
    @ValueSource(strings = {"1ms", "500ms"})
    void shouldGiveAThrottledStreamTheNewestOfEachTopic(String throttle) {
        try (RunningGateway single = RunningGateway.start(
                        "transport.event-loops=1", "stream.welcome=false", "heartbeat.interval=0s");
                EventReader throttled = single.open("/events?topic=a&topic=b&throttle=" + throttle);
                EventReader all = single.open("/events?topic=a&topic=b");
                RawClient publisher = single.connect()) {
            throttled.nextId();
            all.nextId();
            for (int batch = 0; batch < 3; batch++) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 50; i++) {
                    lines.append(line("a" + i, "a")).append(line("b" + i, "b"));
                }
                publisher.send(Requests.post("/publish", "application/x-ndjson", lines.toString()));
                assertThat(publisher.answer().status()).isEqualTo(200);
                ServerSentEvent a = throttled.next();
                ServerSentEvent b = throttled.next();
                assertThat(List.of(String.valueOf(a.data()), String.valueOf(b.data())))
                        .containsExactly("a49", "b49");
                for (int i = 0; i < 50; i++) {
                    assertThat(all.nextData()).isEqualTo("a" + i);
                    ServerSentEvent last = all.next();
                    assertThat(last.data()).isEqualTo("b" + i);
                    if (i == 49) {
                        assertThat(last.id()).isEqualTo(b.id());
                    }
                }
            }
        }
    }

    @Test
    void shouldResumeAThrottledStreamWithTheNewestOfEachTopic() {
        String first = publish("1", "a");
        publish("2", "a");
        publish("3", "b");
        publish("4", "a");
        String newest = publish("5", "c");
        try (EventReader stream = gateway.open("/events?topic=a&topic=b&throttle=1h", "Last-Event-ID: " + first)) {
            assertThat(stream.nextId()).isEqualTo(first);
            assertThat(stream.nextData()).isEqualTo("3");
            assertThat(stream.nextData()).isEqualTo("4");
        }
        try (EventReader stream = gateway.open("/events?topic=a&throttle=1ms", "Last-Event-ID: " + newest)) {
            publish("6", "a");
            assertThat(stream.nextData()).isEqualTo("6");
        }
    }
}
