package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too large, of another media type, or announced and not wanted. */
@ExtendWith(NoWarnings.class)
class BadBodyTest {
    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("limits.max-body-bytes=1000", "limits.max-topics-per-stream=3");

    @Test
    void shouldRefuseAnnouncedLargeBodyBeforeItComes() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000000000\r\n\r\n");
            client.answer()
                    .isProblem(413, "1000 bytes", "limits.max-body-bytes")
                    .announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldNotAskForAnnouncedLargeBody() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldAskForBodyThatFits() {
        String body = "{\"topics\":[\"a\"],\"data\":1}";
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send(body).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseChunksThatAreTooManyWithoutReadingThemAll() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + ("64\r\n" + " ".repeat(100) + "\r\n").repeat(11));
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldTakeBodyOfExactlyTheLimit() {
        String update = "{\"topics\":[\"a\"],\"data\":1}";
        gateway.exchangeAndReuse(Requests.post("/publish", update + " ".repeat(1000 - update.length())));
    }

    @Test
    void shouldNotObeyWhatFollowsLargeBody() {
        double published = gateway.metric("sse_events_published_total");
        String small = Requests.publish("a", "x");
        try (RawClient client = gateway.connect()) {
            client.send(Requests.post("/publish", " ".repeat(1001)) + small + small);
            client.answer().isProblem(413).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonx", "json", "application/x-www-form-urlencoded", ""})
    void shouldRefuseOtherMediaTypes(String type) {
        Answer answer = gateway.exchangeAndReuse(Requests.post("/publish", type, "{}"))
                .isProblem(415, "application/json", "application/x-ndjson");
        assertThat(answer.header("Accept")).isEqualTo("application/json, application/x-ndjson");
        gateway.exchangeAndReuse(Requests.post("/broadcast", type, "{}")).isProblem(415, "application/json");
    }

    @Test
    void shouldRefuseMissingMediaType() {
        gateway.exchangeAndReuse("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
                .isProblem(415, "no Content-Type");
        gateway.exchangeAndReuse("POST /broadcast HTTP/1.1\r\nHost: a\r\n\r\n").isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "Application/JSON",
                " application/json ;x=y",
                "application/json;"
            })
    void shouldTakeMediaTypeHoweverItIsWritten(String type) {
        assertThat(gateway.exchangeAndReuse(Requests.post("/broadcast", type, "{\"message\":1}"))
                        .status())
                .isEqualTo(200);
    }
}
