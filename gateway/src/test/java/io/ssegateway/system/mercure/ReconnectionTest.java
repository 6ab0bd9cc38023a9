package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Reconnection, State Reconciliation and Event Sourcing" of the Mercure protocol. */
@ExtendWith(NoWarnings.class)
class ReconnectionTest {
    private static final String HEADER = "Last-Event-ID";

    @AutoClose
    private final RunningHub hub = RunningHub.start();

    private String publish(String data) {
        return hub.publish("/foos/a", data);
    }

    private EventReader resume(String query, String... headers) {
        return hub.subscribe(form("topic", "/foos/{id}") + query, headers);
    }

    @Test
    void shouldGiveEveryEventAnId() {
        try (EventReader stream = resume("")) {
            String id = publish("x");
            assertThat(stream.next().id()).isEqualTo(id);
        }
    }

    @Test
    void shouldSayNothingOfThePlaceWhereNoneIsAskedFor() {
        publish("before");
        for (String query : List.of("", "&lastEventID=", "&Last-Event-ID", "&lasteventid=")) {
            try (EventReader stream = resume(query)) {
                assertThat(stream.head().header(HEADER)).isNull();
                publish("after");
                assertThat(stream.nextData()).isEqualTo("after");
            }
        }
    }

    @Test
    void shouldGoOnBehindAnIdOfTheHub() {
        String first = publish("1");
        publish("2");
        for (EventReader stream : List.of(
                resume("", HEADER + ": " + first),
                resume("&lastEventID=" + first),
                resume("&Last-Event-ID=" + first),
                resume("&last_event_id=" + first))) {
            try (stream) {
                assertThat(stream.head().header(HEADER)).isEqualTo(first);
                assertThat(stream.nextData()).isEqualTo("2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "urn:uuid:5e94c686-2c0b-4f9b-958c-92ccc3bbb4eb", "https://example.com/a?b=c&d#e", "\u20ac 1"
            })
    void shouldGoOnBehindAnIdOfAPublisher(String id) {
        publish("1");
        hub.published(form("topic", "/foos/a", "data", "2", "id", id));
        publish("3");
        String bytes = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (EventReader stream :
                List.of(resume("", HEADER + ": " + bytes), resume("&lastEventID=" + RunningHub.encoded(id)))) {
            try (stream) {
                assertThat(stream.head().header(HEADER)).isEqualTo(bytes);
                assertThat(stream.nextData()).isEqualTo("3");
            }
        }
    }

    @Test
    void shouldResumeBehindTheNewestOfHeaderAndParameters() {
        String first = publish("1");
        String second = publish("2");
        publish("3");
        try (EventReader stream = resume("&lastEventID=" + first + "&Last-Event-ID=earliest", HEADER + ": " + second)) {
            assertThat(stream.head().header(HEADER)).isEqualTo(second);
            assertThat(stream.nextData()).isEqualTo("3");
        }
        try (EventReader stream = resume("&lastEventID=" + second, HEADER + ": unknown")) {
            assertThat(stream.head().header(HEADER)).isEqualTo(second);
        }
        try (EventReader stream = resume("&lastEventID=" + second + "&last_event_id=" + first, HEADER + ": ")) {
            assertThat(stream.head().header(HEADER)).isEqualTo(second);
        }
    }

    @Test
    void shouldSendAllThereIsFromTheEarliest() {
        try (EventReader empty = resume("&lastEventID=earliest")) {
            assertThat(empty.head().header(HEADER)).isEqualTo("earliest");
            publish("1");
            publish("2");
            assertThat(empty.nextData()).isEqualTo("1");
        }
        for (EventReader stream : List.of(resume("&lastEventID=earliest"), resume("", HEADER + ": earliest"))) {
            try (stream) {
                assertThat(stream.head().header(HEADER)).isEqualTo("earliest");
                assertThat(stream.nextData()).isEqualTo("1");
                assertThat(stream.nextData()).isEqualTo("2");
            }
        }
    }

    @Test
    void shouldSendAllThereIsToWhoAsksForAnUnknownIdAndSaySo() {
        publish("1");
        for (EventReader stream : List.of(resume("&lastEventID=unknown"), resume("", HEADER + ": unknown"))) {
            try (stream) {
                assertThat(stream.head().header(HEADER)).isEqualTo("earliest");
                // The gateway's own notice of a gap, which clients of the protocol do not listen for.
                assertThat(stream.next().event()).isNotNull();
                assertThat(stream.nextData()).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldAnswerEarliestToAnUnknownIdWhileThereIsNothing() {
        try (EventReader stream = resume("&lastEventID=unknown")) {
            assertThat(stream.head().header(HEADER)).isEqualTo("earliest");
        }
    }

    @Test
    void shouldNotTellAPrivateIdToWhoAsksForAnUnknownOne() {
        publish("public");
        hub.published(form("topic", "/foos/b", "data", "secret", "private", "on", "id", "urn:secret"));
        try (EventReader stream = resume("&lastEventID=unknown")) {
            assertThat(stream.head().header(HEADER)).isEqualTo("earliest");
            assertThat(stream.next().event()).isNotNull();
            assertThat(stream.nextData()).isEqualTo("public");
            publish("end");
            assertThat(stream.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldTellLossByAnotherIdThanTheOneAskedFor() {
        try (RunningHub small = RunningHub.start("log.max-events=2")) {
            String expired = small.publish("a", "1");
            small.publish("a", "2");
            small.publish("a", "3");
            small.publish("a", "4");
            try (EventReader stream = small.subscribe("topic=a&lastEventID=" + expired)) {
                assertThat(stream.head().header(HEADER)).isNotNull().isNotEqualTo(expired);
                stream.nextBlock();
                while (!stream.nextData().equals("3")) {
                    // The gateway's own notice of a gap.
                }
                assertThat(stream.nextData()).isEqualTo("4");
            }
        }
    }

    @Test
    void shouldTellLossOfAPublishersIdThatIsForgotten() {
        try (RunningHub small = RunningHub.start("log.max-events=1")) {
            small.published("topic=a&data=1&id=urn:1");
            small.publish("a", "2");
            small.publish("a", "3");
            assertThat(small.head("topic=a", HEADER + ": urn:1").header(HEADER)).isEqualTo("earliest");
        }
    }

    @Test
    void shouldNotTellLossOfWhatTheSubscriberWouldNotHaveGot() {
        try (RunningHub small = RunningHub.start("log.topics=[{prefix: /other/, max-events: 1}]")) {
            String id = small.publish("/foos/a", "1");
            for (int i = 0; i < 5; i++) {
                small.publish("/other/" + i, "dropped");
            }
            assertThat(small.head("topic=/foos/a&lastEventID=" + id).header(HEADER))
                    .isEqualTo(id);
        }
    }

    @Test
    void shouldNotTellLossToWhoMissesNothing() {
        try (RunningHub small = RunningHub.start("log.max-events=2")) {
            small.publish("a", "1");
            small.publish("a", "2");
            String third = small.publish("a", "3");
            assertThat(small.head("topic=a&lastEventID=" + third).header(HEADER))
                    .isEqualTo(third);
            String second = small.publish("a", "4");
            assertThat(small.head("topic=a&lastEventID=" + second).header(HEADER))
                    .isEqualTo(second);
        }
    }

    @Test
    void shouldTellAPlaceThatItselfCanBeAskedFor() {
        try (RunningHub small = RunningHub.start("log.max-events=2")) {
            String expired = small.publish("a", "1");
            small.publish("a", "2");
            small.publish("a", "3");
            small.publish("a", "4");
            String told =
                    String.valueOf(small.head("topic=a&lastEventID=" + expired).header(HEADER));
            try (EventReader stream = small.subscribe("topic=a&lastEventID=" + told)) {
                assertThat(stream.head().header(HEADER)).isEqualTo(told);
                assertThat(stream.nextData()).isEqualTo("3");
                assertThat(stream.nextData()).isEqualTo("4");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lastEventID=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q",
                "lastEventID=a,b,c,d,e,f,g,h&lastEventId=i,j,k,l,m,n,o,p",
                "lastEventID=a%0Ab",
                "lastEventID=a%0D",
                "lastEventID=%00",
                "lastEventID=%FF",
                "lastEventID=%C0%AF"
            })
    void shouldAnswer400ToWhatIsNoId(String query) {
        hub.refusal("topic=a&" + query).isProblem(400);
    }

    @Test
    void shouldSendTheReconnectionTimeThatAPublisherGives() {
        try (var client = hub.gateway().connect()) {
            client.send(Requests.get(RunningHub.URL + "?topic=a")).head();
            hub.published("topic=a&data=x&retry=2500");
            StringBuilder text = new StringBuilder();
            while (text.indexOf("data") < 0) {
                text.append(new String(client.chunk(), StandardCharsets.UTF_8));
            }
            assertThat(text).contains("retry: 2500\n");
        }
    }
}
