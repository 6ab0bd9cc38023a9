package io.ssegateway.system.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client comes back: by which id, and where it finds it. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class ResumeTest extends ResumeFixture {
    ResumeTest(String transport) {
        super(transport);
    }

    @Test
    void shouldBeginWithItsPositionAndDataInOneBlock() {
        try (RawClient client = gateway.connect();
                RawClient later = gateway.connect()) {
            client.get("/events?topic=t").head();
            assertThat(new String(client.chunk(), UTF_8))
                    .matches("event: position\nretry: [0-9]+\nid: [0-9]{13}-0\ndata: \\{}\n\n");

            Position other =
                    Position.parse(publish("of another topic", "x").get(0)).orElseThrow();
            later.get("/events?topic=t").head();
            String id = new String(later.chunk(), UTF_8)
                    .replaceFirst("event: position\nretry: [0-9]+\nid: (.*)\ndata: \\{}\n\n", "$1");
            assertThat(Position.parse(id).orElseThrow()).isGreaterThanOrEqualTo(other);
        }
    }

    @Test
    void shouldResumeWithoutHavingHadAnEvent() {
        String begin;
        try (EventReader stream = open("")) {
            begin = stream.nextId();
        }
        publish("t", "missed");
        try (EventReader stream = open("", header(begin))) {
            assertThat(stream.nextId()).isEqualTo(begin);
            getsNext(stream, "missed");
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldGreetBeforeWhatWasMissed() {
        try (RunningGateway greeting = RunningGateway.start("transport.type=" + transport)) {
            greeting.exchange(Requests.publish("t", "missed"));
            try (EventReader stream = greeting.open("/events?topic=t&lastEventID=earliest")) {
                assertThat(stream.nextJson().get("type").stringValue()).isEqualTo("welcome");
                getsNext(stream, "missed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lastEventID",
                "lastEventId",
                "last_event_id",
                "last-event-id",
                "Last-Event-ID",
                "LASTEVENTID",
                "header",
                "lowercase header"
            })
    void shouldResumeBehindThisId(String place) {
        List<String> ids = publish("t", "1", "2", "3");
        for (int seen = 0; seen < 3; seen++) {
            try (EventReader stream = openBy(place, ids.get(seen))) {
                assertThat(stream.nextId()).isEqualTo(ids.get(seen));
                getsNext(stream, List.of("1", "2", "3").subList(seen + 1, 3).toArray(String[]::new));
            }
        }
        try (EventReader stream = openBy(place, ids.get(2))) {
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldResumeBehindTheNewestOfHeaderAndParameters() {
        List<String> ids = publish("t", "1", "2", "3", "4");
        String all = "&Last-Event-ID=" + ids.get(0) + "&last_event_id=" + ids.get(1) + "&lastEventID=" + ids.get(2);
        try (EventReader stream = open(all, header(ids.get(3)))) {
            assertThat(stream.nextId()).isEqualTo(ids.get(3));
        }
        try (EventReader stream = open(all, "Last-Event-ID:")) {
            assertThat(stream.nextId()).isEqualTo(ids.get(2));
        }
        try (EventReader stream = open("&lastEventID=&last_event_id=&Last-Event-ID=" + ids.get(0))) {
            getsNext(stream, "2", "3", "4");
        }
        try (EventReader stream = open("&last=" + ids.get(0) + "&id=" + ids.get(0))) {
            getsNothingBefore(stream, "live");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "0-0"})
    void shouldGiveAllThereIsWithoutAGap(String earliest) {
        publish("t", "gone", "1", "2");
        publish("u", "other");
        publish("t", "3", "4");
        for (String place : List.of("header", "lastEventID", "Last-Event-ID")) {
            try (EventReader stream = openBy(place, earliest)) {
                stream.nextId();
                getsNext(stream, "1", "2", "3", "4");
            }
        }
        try (EventReader stream = openBy("last_event_id", earliest)) {
            getsNext(stream, "1", "2", "3", "4");
            getsNothingBefore(stream, "live");
        }
        assertThat(gateway.metric("sse_gaps_total{reason=\"expired\"}")).isZero();
    }

    @Test
    void shouldGiveNothingOfAnEmptyLogFromItsBeginning() {
        try (EventReader stream = open("&lastEventID=earliest")) {
            stream.nextId();
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldResumeForHttp10Clients() {
        List<String> ids = publish("t", "1", "2", "3");
        try (RawClient client = gateway.connect()) {
            client.send("GET /events?topic=t HTTP/1.0\r\n" + header(ids.get(0)) + "\r\n\r\n");
            Answer head = client.head();
            assertThat(head.header("Connection")).isEqualTo("close");
            String expected = "event: position\nretry: 1\nid: " + ids.get(0) + "\ndata: {}\n\n"
                    + "id: " + ids.get(1) + "\ndata: 2\n\n"
                    + "id: " + ids.get(2) + "\ndata: 3\n\n";
            assertThat(client.read(expected.length())).isEqualTo(expected);

            String live = "id: " + publish("t", "4").get(0) + "\ndata: 4\n\n";
            assertThat(client.read(live.length())).isEqualTo(live);
        }
    }

    @ParameterizedTest
    @CsvSource({"a%0Ab", "a%0Db", "a%00b", "%0A", "1-0%0Adata:%20forged%0A%0A"})
    void shouldRefuseIdsThatCannotBeOne(String parameter) {
        for (String name : List.of("lastEventID", "last_event_id", "Last-Event-ID")) {
            gateway.exchange(Requests.get("/events?topic=t&" + name + "=" + parameter))
                    .isProblem(400, "Last-Event-ID");
        }
    }

    @Test
    void shouldBearAHeaderThatIsNotUtf8() {
        try (EventReader stream = open("", "Last-Event-ID: a\u00e9\u00ffb")) {
            stream.nextId();
            assertThat(stream.next().event()).isEqualTo("gap");
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldReplayMoreThanOnePageInOrder() {
        try (RunningGateway large = RunningGateway.start(
                "transport.type=" + transport, "log.ring-size=16", "stream.welcome=false", "heartbeat.interval=0s")) {
            StringBuilder lines = new StringBuilder();
            IntStream.range(0, 2_000)
                    .forEach(i -> lines.append(
                            update(i % 3 == 0 ? List.of("t", "u") : List.of(i % 3 == 1 ? "t" : "u"), "" + i, "")));
            Answer answer = large.exchange(Requests.post("/publish", "application/x-ndjson", lines.toString()));
            List<String> ids = ids(answer.json());
            for (int from : new int[] {0, 999, 1_990, 1_999}) {
                try (EventReader stream = large.open("/events?topic=t&topic={x}a&lastEventID=" + ids.get(from))) {
                    assertThat(stream.nextId()).isEqualTo(ids.get(from));
                    for (int i = from + 1; i < 2_000; i++) {
                        if (i % 3 != 2) {
                            ServerSentEvent event = stream.next();
                            assertThat(event.data()).isEqualTo("" + i);
                            assertThat(event.id()).isEqualTo(ids.get(i));
                        }
                    }
                }
            }
        }
    }
}
