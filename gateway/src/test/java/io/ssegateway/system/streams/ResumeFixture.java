package io.ssegateway.system.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients of a gateway that keeps five updates, two of them encoded, so that replays come from both. */
abstract class ResumeFixture {
    static final String UTF8_ID = "\u00e9/\u00fc[\"a\"]";

    final String transport;

    @AutoClose
    final RunningGateway gateway;

    ResumeFixture(String transport) {
        this.transport = transport;
        gateway = RunningGateway.start(
                "transport.type=" + transport,
                "log.max-events=5",
                "log.ring-size=2",
                "stream.welcome=false",
                "stream.retry=1ms",
                "heartbeat.interval=0s");
    }

    /** Publishes updates without ids of their own to a topic, and answers their ids. */
    List<String> publish(String topic, String... data) {
        StringBuilder lines = new StringBuilder();
        for (String text : data) {
            lines.append(update(List.of(topic), text, ""));
        }
        return ids(send(lines.toString()));
    }

    JsonNode publishWithId(String topic, String data, String id) {
        return send(update(List.of(topic), data, id));
    }

    JsonNode send(String lines) {
        Answer answer = gateway.exchange(Requests.post("/publish", "application/x-ndjson", lines));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body().getBytes(ISO_8859_1));
    }

    static List<String> ids(JsonNode answer) {
        return answer.get("ids").valueStream().map(JsonNode::stringValue).toList();
    }

    static String position(JsonNode answer) {
        return answer.get("positions").get(0).stringValue();
    }

    /** A line of NDJSON; the id is left out if it is empty. */
    static String update(List<String> topics, String data, String id) {
        Map<String, Object> update = new LinkedHashMap<>(Map.of("topics", topics, "data", data));
        if (!id.isEmpty()) {
            update.put("id", id);
        }
        return JsonMapper.shared().writeValueAsString(update) + "\n";
    }

    /** Opens a stream of the topic {@code t}. */
    EventReader open(String parameters, String... headers) {
        return gateway.open("/events?topic=t" + parameters, headers);
    }

    EventReader openBy(String place, String id) {
        return switch (place) {
            case "header" -> open("", header(id));
            case "lowercase header" -> open("", "last-event-id:" + id);
            default -> open("&" + place + "=" + URLEncoder.encode(id, UTF_8));
        };
    }

    static String header(String id) {
        return "Last-Event-ID: " + new String(id.getBytes(UTF_8), ISO_8859_1);
    }

    static void getsNext(EventReader stream, String... data) {
        for (String text : data) {
            ServerSentEvent event = stream.next();
            assertThat(event.data()).isEqualTo(text);
            assertThat(event.event()).isNull();
        }
    }

    /** That nothing else came before what is published now. */
    void getsNothingBefore(EventReader stream, String live) {
        publish("t", live);
        getsNext(stream, live);
    }

    /** Reads a gap and answers the id that it has. */
    static String gap(EventReader stream, String reason, String requested, String resumedFrom) {
        ServerSentEvent gap = stream.next();
        assertThat(gap.event()).isEqualTo("gap");
        JsonNode data = JsonMapper.shared().readTree(gap.data());
        assertThat(data.propertyNames()).containsExactly("reason", "requested", "resumedFrom");
        assertThat(data.get("reason").stringValue()).isEqualTo(reason);
        assertThat(data.get("requested").stringValue()).isEqualTo(requested);
        assertThat(data.get("resumedFrom").stringValue()).isEqualTo(resumedFrom);
        assertThat(gap.id()).isEqualTo(resumedFrom);
        return String.valueOf(gap.id());
    }
}
