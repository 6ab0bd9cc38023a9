package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that comes back is told about what it does not get. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class GapTest extends ResumeFixture {
    GapTest(String transport) {
        super(transport);
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
}
