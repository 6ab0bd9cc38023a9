package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Updates with ids of their publishers: sent, taken once, and resumed by. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class PublishersIdTest extends ResumeFixture {
    PublishersIdTest(String transport) {
        super(transport);
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
}
