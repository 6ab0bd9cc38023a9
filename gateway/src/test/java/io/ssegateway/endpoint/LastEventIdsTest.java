package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients say their last ids in headers, joined or not, and in parameters: there is one rule for all, on both routes.
 */
class LastEventIdsTest {
    @AutoClose
    private static final RunningGateway gateway = RunningGateway.start("stream.welcome=false", "heartbeat.interval=0s");

    @BeforeAll
    static void publish() {
        for (String id : List.of("a", "b", "b,c", "d")) {
            gateway.exchange(Requests.post(
                    "/publish",
                    "{\"topics\":[\"t\"],\"id\":\"" + id + "\",\"data\":\"" + id.replace(",", "+") + "\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // lines of the header, parameters, what the stream gets first
                "a              | -            | b",
                "a, b           | -            | b+c",
                "b,a            | -            | b+c",
                "'b , a ,'      | -            | b+c",
                "b,c            | -            | d",
                "a;b            | -            | b+c",
                "b;b,c;a        | -            | d",
                "a, b,c         | -            | b+c",
                "gone, a        | -            | b",
                "gone, a; worse | -            | b",
                "-              | a            | b",
                "-              | a;b          | b+c",
                "-              | a, b         | b+c",
                "a              | b            | b+c",
                "b              | a            | b+c",
                "a              | gone         | b",
                "gone           | a            | b",
                "b              | earliest     | b+c",
                "earliest, b    | -            | b+c",
                "-              | earliest     | a",
                "earliest       | earliest     | a"
            })
    void shouldResumeBehindTheNewestThatIsKnown(String lines, String parameters, String first) {
        for (String path : List.of("/events?topic=t", "/.well-known/mercure?topic=t")) {
            try (EventReader stream = open(path, lines, parameters)) {
                ServerSentEvent event = stream.next();
                assertThat(event.event()).as("no gap").isNull();
                assertThat(event.data()).as(path).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "gone         | -        | gone",
                "gone, worse  | -        | gone, worse",
                "gone         | earliest | gone",
                "-            | gone;bad | gone",
                ",            | -        | ,"
            })
    void shouldTellTheClientIfNoneIsKnown(String lines, String parameters, String requested) {
        for (String path : List.of("/events?topic=t", "/.well-known/mercure?topic=t")) {
            try (EventReader stream = open(path, lines, parameters)) {
                ServerSentEvent gap = stream.next();
                assertThat(gap.event()).isEqualTo("gap");
                assertThat(gap.data()).contains("\"unknown-id\"", "\"requested\":\"" + requested + "\"");
            }
        }
    }

    private static EventReader open(String path, String lines, String parameters) {
        String[] headers = lines == null
                ? new String[0]
                : List.of(lines.split(";")).stream()
                        .map(line -> "Last-Event-ID: " + line.strip())
                        .toArray(String[]::new);
        String query = parameters == null
                ? ""
                : List.of(parameters.split(";")).stream()
                        .map(id -> "&lastEventId=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
        return gateway.open(path + query, headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lastEventId", "lastEventID", "last_event_id", "Last-Event-ID", "last-event-id", "LASTEVENTID"})
    void shouldTakeTheParameterHoweverItIsWritten(String name) {
        try (EventReader stream = gateway.open("/events?topic=t&" + name + "=b")) {
            assertThat(stream.nextData()).isEqualTo("b+c");
        }
    }

    @Test
    void shouldBoundHowManyAreLookedUp() {
        String joined = String.join(
                ", ",
                Collections.nCopies(15, "x").stream()
                        .map(id -> id + Math.random())
                        .toList());
        try (EventReader stream = gateway.open("/events?topic=t", "Last-Event-ID: " + joined + ", a")) {
            assertThat(stream.nextData()).isEqualTo("b");
        }
        gateway.exchange(Requests.get("/events?topic=t", "Last-Event-ID: " + joined + ", y, a"))
                .isProblem(400, "at most 16 last event ids");
        String parameters =
                IntStream.range(0, 17).mapToObj(i -> "&lastEventId=" + i).collect(Collectors.joining());
        gateway.exchange(Requests.get("/events?topic=t" + parameters)).isProblem(400, "at most 16 last event ids");
    }

    @Test
    void shouldResumeWhereAllOfSeveralPartitionsAreCovered() {
        ResumePoint left = start("5-1.2-1");
        ResumePoint right = start("4-1.3-1");
        ResumePoint both = start("5-1.3-1");
        ResumePoint behindLeft = start("6-1.2-1");
        ResumePoint unknown = ResumePoint.unknownId("x");

        assertThat(LastEventIds.newest(List.of(left, right)).after()).hasToString("4-1.2-1");
        assertThat(LastEventIds.newest(List.of(left, both, right))).isEqualTo(both);
        assertThat(LastEventIds.newest(List.of(left, right, behindLeft)).after())
                .hasToString("4-1.2-1");
        assertThat(LastEventIds.newest(List.of(unknown, left, behindLeft))).isEqualTo(behindLeft);
        assertThat(LastEventIds.newest(List.of(unknown, ResumePoint.unknownId("y"))))
                .isEqualTo(unknown);
    }

    private static ResumePoint start(String position) {
        return ResumePoint.after(Position.parse(position).orElseThrow(), position);
    }
}
