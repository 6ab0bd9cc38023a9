package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections "Topic Selectors" and "Subscription" of the Mercure protocol. */
@ExtendWith(NoWarnings.class)
class SubscriptionTest {
    @AutoClose
    private static final RunningHub hub =
            RunningHub.start("limits.max-topics-per-stream=1000", "limits.max-request-line-bytes=64KiB");

    @Test
    void shouldBeginWithACommentAtOnceAndNeverBeCached() {
        try (RawClient client = hub.gateway().connect()) {
            Answer head = client.get(RunningHub.URL + "?topic=a").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
            assertThat(head.header("Cache-Control"))
                    .isEqualTo("private, no-cache, no-store, no-transform, must-revalidate, max-age=0");
            assertThat(head.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII)).isEqualTo(":\n");
        }
    }

    @Test
    void shouldStreamToAnHttp10ClientWithoutChunks() {
        try (RawClient client = hub.gateway().connect()) {
            Answer head = client.send("GET " + RunningHub.URL + "?topic=old HTTP/1.0\r\n\r\n")
                    .head();
            assertThat(head.header("Transfer-Encoding")).isNull();
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(client.read(2)).isEqualTo(":\n");
        }
    }

    /** As the reference hub does: comments, and between them nothing but what is published. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always"})
    void shouldHoldAStreamWithCommentsAlone(String sendPosition) {
        try (RunningHub busy = RunningHub.start(
                        "heartbeat.interval=20ms", "heartbeat.send-position=" + sendPosition, "log.max-events=2");
                RawClient client = busy.gateway().connect()) {
            client.get(RunningHub.URL + "?topic=quiet").head();
            for (int i = 0; i < 10; i++) {
                busy.publish("busy", "x");
            }
            for (int i = 0; i < 10; i++) {
                assertThat(new String(client.chunk(), StandardCharsets.US_ASCII))
                        .isEqualTo(":\n");
            }
            String id = busy.publish("quiet", "y");
            String chunk = new String(client.chunk(), StandardCharsets.US_ASCII);
            while (chunk.equals(":\n")) {
                chunk = new String(client.chunk(), StandardCharsets.US_ASCII);
            }
            assertThat(chunk).isEqualTo("id: " + id + "\ndata: y\n\n");
        }
    }

    @Test
    void shouldBeginWithAnIdAndMoveItIfSoConfigured() {
        try (RunningHub busy = RunningHub.start("heartbeat.interval=1h", "mercure.first-id=true", "log.max-events=10");
                RawClient client = busy.gateway().connect()) {
            client.get(RunningHub.URL + "?topic=quiet").head();
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII)).isEqualTo(":\n");
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII)).matches("id: [0-9]+-[0-9]+\n\n");
            for (int i = 0; i < 9; i++) {
                busy.publish("busy", "x");
            }
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII))
                    .matches("event: position\nid: [0-9]+-[0-9]+\ndata: \\{}\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?topics=a", "?Topic=a", "?lastEventID=earliest", "?top%69=a"})
    void shouldAnswer400WithoutATopic(String query) {
        hub.gateway().exchange(Requests.get(RunningHub.URL + query)).isProblem(400, "topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic", "topic=", "topic=a&topic=", "topic=%00", "topic=a%0Ab", "topic=%FF"})
    void shouldAnswer400ToATopicThatCannotBe(String query) {
        hub.refusal(query).isProblem(400);
    }

    @ParameterizedTest
    @CsvSource({
        "books, books",
        "https://example.com/books/1, https://example.com/books/1",
        "*, books",
        "*, https://example.com/books/1?a=b#c",
        "https://example.com/books/{id}, https://example.com/books/1",
        "https://example.com/{first}/{last}, https://example.com/kevin/dunglas",
        "https://example.com/books/{id}, https://example.com/books/{id}",
        "/books{?page}, /books?page=3",
        "{+any}, https://example.com/a/b",
        "not{a template, not{a template",
        "a b+c, a b+c",
        "\u00fcber/{id}, \u00fcber/1"
    })
    void shouldMatchATopicSelector(String selector, String topic) {
        try (EventReader stream = hub.follow(selector)) {
            hub.publish(topic, "hit");
            assertThat(stream.nextData()).isEqualTo("hit");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "books, book",
        "books, Books",
        "books, books/",
        "https://example.com/books/1, https://example.com/books/11",
        "https://example.com/books/{id}, https://example.com/books/1/2",
        "https://example.com/books/{id}, https://example.net/books/1",
        "https://example.com/{a}/bar, https://example.com/foo/baz",
        "https://example.com/books/1, https://example.com/books/{id}",
        "**, books",
        "book*, books"
    })
    void shouldNotMatchAnotherTopic(String selector, String topic) {
        try (EventReader stream = hub.subscribe(form("topic", selector, "topic", "marker"))) {
            hub.publish(topic, "missed");
            hub.publish("marker", "next");
            assertThat(stream.nextData()).isEqualTo("next");
        }
    }

    @Test
    void shouldSendAnUpdateOnceHoweverManySelectorsMatch() {
        try (EventReader stream =
                hub.subscribe(form("topic", "/b/1", "topic", "/b/{id}", "topic", "*", "topic", "/b/1"))) {
            hub.publish("/b/1", "one");
            hub.published(form("topic", "/b/1", "topic", "/b/2", "data", "two"));
            hub.publish("end", "three");
            assertThat(stream.nextData()).isEqualTo("one");
            assertThat(stream.nextData()).isEqualTo("two");
            assertThat(stream.nextData()).isEqualTo("three");
        }
    }

    @Test
    void shouldSupportAllPropertiesOfAnEvent() {
        try (EventReader stream = hub.follow("full");
                RawClient raw = hub.gateway().connect()) {
            raw.get(RunningHub.URL + "?topic=full").head();
            hub.published(form("topic", "full", "data", "a\n\nb\r\nc\rd ", "id", "urn:x:1", "type", "t", "retry", "7"));
            ServerSentEvent event = stream.next();
            assertThat(event.id()).isEqualTo("urn:x:1");
            assertThat(event.event()).isEqualTo("t");
            assertThat(event.data()).isEqualTo("a\n\nb\nc\nd ");
            // A decoder takes the reconnection time for itself.
            StringBuilder text = new StringBuilder();
            while (text.indexOf("urn:x:1") < 0) {
                text.append(new String(raw.chunk(), StandardCharsets.UTF_8));
            }
            assertThat(text).containsPattern("\nretry: ?7\n");
        }
    }

    @Test
    void shouldTakeAsManyTopicsAsConfiguredAndAnswer400ToMore() {
        hub.subscribe(topics(1000)).close();
        hub.refusal(topics(1001)).isProblem(400);
        try (RunningHub few = RunningHub.start()) {
            few.refusal(topics(101)).isProblem(400, "limits.max-topics-per-stream");
        }
    }

    private static String topics(int count) {
        return IntStream.range(0, count).mapToObj(i -> "topic=" + i).collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "text/event-stream;q=0"})
    void shouldAnswer406ToAClientThatTakesNoEventStream(String accept) {
        hub.refusal("topic=a", "Accept: " + accept).isProblem(406);
    }

    @Test
    void shouldAnswerHeadWithoutAStream() {
        try (RawClient client = hub.gateway().connect()) {
            Answer head = client.send(Requests.request("HEAD", RunningHub.URL + "?topic=a"))
                    .head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
            // If a stream had begun, this answer would not come.
            assertThat(client.send(RunningHub.post("topic=a", RunningHub.PUBLISHER))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldSubscribeAnonymouslyUnlessATokenIsNeeded() {
        try (RunningHub closed = RunningHub.start("auth.subscribe=token")) {
            Answer refused = closed.refusal("topic=a").isProblem(401, "token");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"sse-gateway\"");
            try (EventReader stream = closed.follow("a", RunningHub.bearer(RunningHub.subscriberToken()))) {
                closed.publish("a", "public");
                assertThat(stream.nextData()).isEqualTo("public");
            }
        }
    }

    @Test
    void shouldHaveNoRoutesWhenSwitchedOff() {
        try (RunningGateway plain = RunningGateway.start("mercure.enabled=false")) {
            plain.exchange(Requests.get(RunningHub.URL + "?topic=a")).isProblem(404);
            plain.exchange(RunningHub.post("topic=a")).isProblem(404);
        }
    }
}
