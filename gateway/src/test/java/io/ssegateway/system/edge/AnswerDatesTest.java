package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer says when it was made, whichever part of the gateway writes it. */
class AnswerDatesTest {
    private static final String ORIGIN = "Origin: https://app.example.com";

    private static void isDated(Answer head, Instant before) {
        String date = head.header("Date");
        assertThat(date).as("%s", head).matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
        assertThat(ZonedDateTime.parse(String.valueOf(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(before.truncatedTo(ChronoUnit.SECONDS), Instant.now());
    }

    @Test
    void shouldDateAnswersOfRoutesAndOfWhatStandsBeforeThem() {
        try (RunningGateway gateway = RunningGateway.start(
                "limits.max-body-bytes=1000",
                "limits.request-timeout=2s",
                "cors.allowed-origins=https://app.example.com")) {
            Instant before = Instant.now();
            List<String> requests = List.of(
                    Requests.get("/"),
                    Requests.request("HEAD", "/events"),
                    Requests.request("OPTIONS", "/events"),
                    Requests.publish("t", "x"),
                    Requests.get("/events"),
                    Requests.get("/events", ORIGIN),
                    Requests.get("/timer"),
                    Requests.get("/.well-known/mercure?topic=a"),
                    "GET /events HTTP/1.0\r\n\r\n",
                    Requests.get("/nothing"),
                    Requests.post("/publish", "{"),
                    Requests.post("/publish", " ".repeat(1_001)),
                    Requests.get("/", "Expect: foo"),
                    "garbage\r\n\r\n",
                    "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            for (String request : requests) {
                try (RawClient client = gateway.connect()) {
                    isDated(client.send(request).head(), before);
                }
            }
            try (RawClient client = RawClient.connect(gateway.managementAddress())) {
                isDated(client.get("/health/live").head(), before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "retry"})
    void shouldDateAnswersOverALimit(String overload) {
        for (int reserve : new int[] {0, 1}) {
            try (RunningGateway gateway = RunningGateway.start(
                            "limits.max-connections=1",
                            "limits.publisher-reserve=" + reserve,
                            "limits.overload=" + overload);
                    EventReader stream = gateway.subscribe("/events");
                    RawClient client = gateway.connect()) {
                isDated(stream.head(), Instant.now().minusSeconds(20));
                Instant before = Instant.now();
                isDated(client.get("/events").head().announcesClose(), before);
            }
        }
    }

    /** What is not the answer yet has none. */
    @Test
    void shouldNotDateAnInvitationToSendTheBody() {
        try (RunningGateway gateway = RunningGateway.start();
                RawClient client = gateway.connect()) {
            client.send(Requests.post("/publish", "application/json", "{}", "Expect: 100-continue"));
            Answer invitation = client.head();
            assertThat(invitation.status()).isEqualTo(100);
            assertThat(invitation.headers()).isEmpty();
            isDated(client.head(), Instant.now().minusSeconds(20));
        }
    }
}
