package io.ssegateway.system.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WarningLog;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a client comes back: by which id, and what it is told about what it does not get. */
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class ResumeTest {
    private static final String UTF8_ID = "\u00e9/\u00fc[\"a\"]";

    private final String transport;
    private RunningGateway gateway;
    private WarningLog log;

    ResumeTest(String transport) {
        this.transport = transport;
    }

    /** Five updates are kept, and two of them encoded, so that replays come from both. */
    @BeforeEach
    void start() {
        log = WarningLog.expectNone();
        gateway = RunningGateway.start(
                "transport.type=" + transport,
                "log.max-events=5",
                "log.ring-size=2",
                "stream.welcome=false",
                "stream.retry=1ms",
                "heartbeat.interval=0s");
    }

    @AfterEach
    void stop() {
        gateway.close();
        log.close();
    }

    /** Publishes updates without ids of their own to a topic, and answers their ids. */
    private List<String> publish(String topic, String... data) {
        StringBuilder lines = new StringBuilder();
        for (String text : data) {
            lines.append(update(List.of(topic), text, ""));
        }
        return ids(send(lines.toString()));
    }

    private JsonNode publishWithId(String topic, String data, String id) {
        return send(update(List.of(topic), data, id));
    }

    private JsonNode send(String lines) {
        Answer answer = gateway.exchange(Requests.post("/publish", "application/x-ndjson", lines));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body().getBytes(ISO_8859_1));
    }

    private static List<String> ids(JsonNode answer) {
        return answer.get("ids").valueStream().map(JsonNode::stringValue).toList();
    }

    private static String position(JsonNode answer) {
        return answer.get("positions").get(0).stringValue();
    }

    /** A line of NDJSON; the id is left out if it is empty. */
    private static String update(List<String> topics, String data, String id) {
        Map<String, Object> update = new LinkedHashMap<>(Map.of("topics", topics, "data", data));
        if (!id.isEmpty()) {
            update.put("id", id);
        }
        return JsonMapper.shared().writeValueAsString(update) + "\n";
    }

    /** Opens a stream of the topic {@code t}. */
    private EventReader open(String parameters, String... headers) {
        return gateway.open("/events?topic=t" + parameters, headers);
    }

    private EventReader openBy(String place, String id) {
        return switch (place) {
            case "header" -> open("", header(id));
            case "lowercase header" -> open("", "last-event-id:" + id);
            default -> open("&" + place + "=" + URLEncoder.encode(id, UTF_8));
        };
    }

    private static String header(String id) {
        return "Last-Event-ID: " + new String(id.getBytes(UTF_8), ISO_8859_1);
    }

    private static void getsNext(EventReader stream, String... data) {
        for (String text : data) {
            ServerSentEvent event = stream.next();
            assertThat(event.data()).isEqualTo(text);
            assertThat(event.event()).isNull();
        }
    }

    /** That nothing else came before what is published now. */
    private void getsNothingBefore(EventReader stream, String live) {
        publish("t", live);
        getsNext(stream, live);
    }

    /** Reads a gap and answers the id that it has. */
    private static String gap(EventReader stream, String reason, String requested, String resumedFrom) {
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
    @ValueSource(
            strings = {
                UTF8_ID,
                "mine",
                "\u00e0", // Its last byte is a blank in Latin-1.
                "\u0085x\u00a0", // So are these, as characters.
                "a b\"c,d;e",
                "%41%",
                "a+b&c",
                "\ud83d\ude00",
                "1795401643005",
                "earliest-1"
            })
    void shouldResumeByThePublishersIdAsItsBytesAre(String id) {
        JsonNode answer = publishWithId("t", "with an id", id);
        publish("t", "missed");
        assertThat(ids(answer)).containsExactly(id);
        for (String place : List.of("header", "lastEventID")) {
            for (String either : List.of(id, position(answer))) {
                try (EventReader stream = openBy(place, either)) {
                    assertThat(stream.nextId()).isEqualTo(position(answer));
                    getsNext(stream, "missed");
                }
            }
        }
    }

    /** What every control character in a header is answered with, also if an update's id brought it there. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "a\u007fb", "\u001f"})
    void shouldNotPublishIdsThatNoHeaderBringsBack(String id) {
        gateway.exchange(Requests.get("/events?topic=t", "Last-Event-ID: " + id))
                .isProblem(400);
        gateway.exchange(Requests.post("/publish", update(List.of("t"), "x", id)))
                .isProblem(400, "\"id\"", "header");
    }

    @Test
    void shouldSendThePublishersIdAndTakeItBack() {
        try (EventReader stream = open("")) {
            publishWithId("t", "x", UTF8_ID);
            assertThat(stream.next().id()).isEqualTo(UTF8_ID);
        }
    }

    @Test
    void shouldAcknowledgeARepeatedIdWithItsFirstPosition() {
        try (EventReader stream = open("")) {
            JsonNode first = publishWithId("t", "first", "same");
            JsonNode again = publishWithId("another topic", "again", "same");
            JsonNode twice = send(update(List.of("t"), "2", "other")
                    + update(List.of("t"), "3", "same")
                    + update(List.of("t"), "4", "other"));

            assertThat(again).isEqualTo(first);
            assertThat(ids(twice)).containsExactly("other", "same", "other");
            assertThat(twice.get("positions").get(1).stringValue()).isEqualTo(position(first));
            assertThat(twice.get("positions").get(2))
                    .isEqualTo(twice.get("positions").get(0));
            getsNext(stream, "first", "2");
            getsNothingBefore(stream, "live");
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(3);
    }

    @Test
    void shouldTakeAnIdAgainThatTheLogHasForgotten() {
        JsonNode first = publishWithId("t", "first", "same");
        publish("t", "1", "2", "3", "4", "5");
        JsonNode again = publishWithId("t", "again", "same");

        assertThat(position(again)).isNotEqualTo(position(first));
        try (EventReader stream = open("", header("same"))) {
            assertThat(stream.nextId()).isEqualTo(position(again));
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

    @ParameterizedTest
    @ValueSource(strings = {"never-given", UTF8_ID, "x\"y\\z", "999999999999999999-0", "Earliest", "null", "-1"})
    void shouldTellThatAnIdIsUnknownAndThenGiveAllThereIs(String unknown) {
        List<String> ids = publish("t", "gone", "1", "2", "3", "4", "5");
        String resumedFrom;
        try (EventReader stream = open("", header(unknown))) {
            assertThat(stream.nextId()).isEqualTo(unknown);
            resumedFrom = gap(stream, "unknown-id", unknown, ids.get(0));
            getsNext(stream, "1", "2", "3", "4", "5");
        }
        try (EventReader stream = open("", header(resumedFrom))) {
            assertThat(stream.nextId()).isEqualTo(ids.get(0));
            getsNext(stream, "1", "2", "3", "4", "5");
            getsNothingBefore(stream, "live");
        }
        assertThat(gateway.metric("sse_gaps_total{reason=\"unknown-id\"}")).isEqualTo(1);
        assertThat(gateway.metric("sse_gaps_total{reason=\"expired\"}")).isZero();
    }

    @Test
    void shouldNotKnowThePositionsOfALogThatIsToCome() {
        String now = publish("t", "1").get(0);
        Position position = Position.parse(now).orElseThrow();
        String future = new Position(position.epochMillis() + 3_600_000, 0).toString();
        try (EventReader stream = open("&lastEventID=" + future)) {
            stream.nextId();
            ServerSentEvent gap = stream.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.data()).startsWith("{\"reason\":\"unknown-id\",\"requested\":\"" + future + "\",");
            getsNext(stream, "1");
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldTellOnceThatUpdatesHaveExpired() {
        List<String> ids = publish("t", "1", "2", "3", "4", "5", "6", "7");
        String resumedFrom;
        try (EventReader stream = open("", header(ids.get(0)))) {
            assertThat(stream.nextId()).isEqualTo(ids.get(0));
            resumedFrom = gap(stream, "expired", ids.get(0), ids.get(1));
            getsNext(stream, "3", "4", "5", "6", "7");
            getsNothingBefore(stream, "live");
        }
        publish("u", "makes no difference to a stream that has them");
        try (EventReader stream = open("", header(ids.get(1)))) {
            ServerSentEvent first = stream.next();
            assertThat(first.event()).as("3 and 4 have gone since").isEqualTo("gap");
            getsNext(stream, "5", "6", "7", "live");
        }
        assertThat(resumedFrom).isEqualTo(ids.get(1));
        assertThat(gateway.metric("sse_gaps_total{reason=\"expired\"}")).isEqualTo(2);
    }

    @Test
    void shouldTellNoGapToWhoHasTheNewestThatIsGone() {
        List<String> ids = publish("t", "1", "2", "3", "4", "5", "6");
        try (EventReader stream = open("", header(ids.get(0)))) {
            assertThat(stream.nextId()).isEqualTo(ids.get(0));
            getsNext(stream, "2", "3", "4", "5", "6");
            getsNothingBefore(stream, "live");
        }
    }

    @Test
    void shouldTellAGapWithThePublishersIdThatItKnowsNoMore() {
        publishWithId("t", "first", UTF8_ID);
        List<String> ids = publish("t", "1", "2", "3", "4", "5", "6");
        try (EventReader stream = open("", header(UTF8_ID))) {
            gap(stream, "unknown-id", UTF8_ID, ids.get(0));
            getsNext(stream, "2", "3", "4", "5", "6");
        }
    }

    @Test
    void shouldResumeAfterAGapAlthoughNothingFollowedIt() {
        publish("t", "1", "2");
        publish("u", "1", "2", "3", "4", "5");
        String resumedFrom;
        try (EventReader stream = open("&lastEventID=1-0")) {
            stream.nextId();
            ServerSentEvent gap = stream.next();
            assertThat(gap.data()).startsWith("{\"reason\":\"expired\",\"requested\":\"1-0\",");
            getsNothingBefore(stream, "live");
            resumedFrom = String.valueOf(gap.id());
        }
        try (EventReader stream = open("", header(resumedFrom))) {
            assertThat(stream.nextId()).isEqualTo(resumedFrom);
            assertThat(stream.next().event())
                    .as("one more of u is gone, and nobody knows whose it was")
                    .isEqualTo("gap");
            getsNext(stream, "live");
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
