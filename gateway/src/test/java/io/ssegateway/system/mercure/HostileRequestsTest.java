package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.PUBLISHER;
import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.form;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.http.FormBody;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of somebody who may publish and subscribe, and wants more than that: each gets a refusal, and no event
 * moves.
 */
class HostileRequestsTest {
    private static final String SUBSCRIBER = bearer(subscriberToken("*"));

    @AutoClose
    private static final RunningHub hub =
            RunningHub.start("limits.max-request-line-bytes=64KiB", "limits.max-body-bytes=128KiB");

    /** Closing it checks that nothing happened. */
    @AutoClose
    private Witness witness = Witness.of(hub);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=a%0Aevent:%20forged",
                "id=a%0D%0Adata:%20forged%0A%0A",
                "id=a%0D",
                "id=%0A",
                "id=a%00b",
                "id=%01",
                "id=%7F",
                "id=%20a",
                "id=a%20",
                "type=a%0Aid:%20forged",
                "type=a%0Ddata:%20forged",
                "type=%0D%0A%0D%0A",
                "type=a%00b",
                "retry=1%0Adata:%20forged",
                "retry=1%00",
                "retry=%0D",
                "topic=a%0Ab",
                "topic=a%0D%0Ab",
                "topic=a%00",
                "topic=a%7F",
                "topic=%C2%85",
                "topic="
            })
    void shouldAnswer400ToControlCharacters(String field) {
        hub.postForm("topic=a&data=forged&" + field, PUBLISHER).isProblem(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%FF",
                "%C0%AF",
                "%C1%BF",
                "%E0%80%8A",
                "%F0%80%80%8A",
                "%ED%A0%80",
                "%F5%80%80%80",
                "%C3",
                "\u00ff"
            })
    void shouldAnswer400ToWhatIsNoUtf8InAnyField(String bytes) {
        for (String field : List.of("topic", "data", "id", "type", "retry", "private", "x")) {
            String body = "topic=a&" + field + "=forged" + bytes;
            hub.gateway()
                    .exchange("POST " + RunningHub.URL + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + FormBody.TYPE
                            + "\r\n" + PUBLISHER + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .isProblem(400);
            hub.refusal("topic=a&" + field + "=" + bytes).isProblem(400);
            hub.refusal("topic=a&x" + bytes + "=1").isProblem(400);
        }
        hub.refusal("topic=a&lastEventID=" + bytes).isProblem(400);
    }

    @Test
    void shouldMakeNothingButDataOfWhatLooksLikeAnEvent() {
        witness.close();
        String data = "a\n\nid: forged\nevent: forged\r\rdata: forged\r\n\r\n:x\n\0\n0\r\n\r\n";
        try (EventReader stream = hub.follow("own", SUBSCRIBER);
                EventReader other = hub.follow("other", SUBSCRIBER)) {
            String id = hub.publish("own", data);
            ServerSentEvent event = stream.next();
            assertThat(event.id()).isEqualTo(id);
            assertThat(event.event()).isNull();
            assertThat(event.data()).isEqualTo(data.replace("\r\n", "\n").replace('\r', '\n'));
            hub.publish("own", "end");
            assertThat(stream.nextData()).isEqualTo("end");
            hub.publish("other", "end");
            assertThat(other.nextData()).isEqualTo("end");
        }
        witness = Witness.of(hub);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=a&id=b",
                "id=a&id=a",
                "id=&id=a",
                "data=x",
                "data",
                "type=a&type=b",
                "retry=1&retry=2",
                "retry=1&%72etry=1"
            })
    void shouldAnswer400ToAFieldThatIsThereTwice(String fields) {
        hub.postForm("topic=a&data=forged&" + fields, PUBLISHER).isProblem(400, "times; send it once");
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/mercure",
        "/.well-known/mercure/subscriptions/a/b",
        "https://hub.example.com/.well-known/mercure",
        "https://hub.example.com/.well-known/mercure/subscriptions/{topic}/{subscriber}",
        "x/.well-known/mercures",
        "/.well-known/sse-gateway/revocations"
    })
    void shouldAnswer400ToReservedTopicsWhereverTheyStand(String topic) {
        hub.postForm(form("topic", topic, "data", "forged"), PUBLISHER).isProblem(400);
        hub.postForm(form("topic", "a", "topic", topic, "data", "forged", "private", ""), PUBLISHER)
                .isProblem(400);
        hub.gateway()
                .exchange(Requests.post(
                        "/publish", "application/json", "{\"topics\":[\"" + topic + "\"],\"data\":1}", PUBLISHER))
                .isProblem(400);
    }

    @Test
    void shouldNotTakeAReservedTopicByAnotherSpelling() {
        hub.postForm("topic=/%2ewell-known/mercure/subscriptions/a&data=forged", PUBLISHER)
                .isProblem(400);
        hub.postForm("topic=%2F.well-known%2Fmercure&data=forged", PUBLISHER).isProblem(400);
    }

    @Test
    void shouldAnswer400OrMoreToFormsThatAreTooLarge() {
        hub.postForm("topic=a&".repeat(1001) + "data=forged", PUBLISHER).isProblem(400);
        hub.postForm("topic=a&data=forged" + "&x=".repeat(1000), PUBLISHER).isProblem(400, "1000 parameters");
        hub.postForm("&".repeat(20_000), PUBLISHER).isProblem(400);
        hub.postForm("topic=" + "a".repeat(1025), PUBLISHER).isProblem(400, "1024");
        hub.postForm("topic=a&id=" + "a".repeat(1025), PUBLISHER).isProblem(400, "1024");
        hub.postForm("topic=a&data=" + "a".repeat(128 * 1024), PUBLISHER).isProblem(413);
        hub.refusal("topic=a&".repeat(1001)).isProblem(400);
        hub.refusal("topic=" + "a".repeat(1025)).isProblem(400, "1024");
        hub.refusal("topic=" + "{a}".repeat(129)).isProblem(400);
        hub.refusal("topic=a&x=" + "a".repeat(64 * 1024)).isProblem(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded2",
                "application/x-www-form-urlencoded, text/plain",
                "text/plain; application/x-www-form-urlencoded"
            })
    void shouldAnswer415ToOtherTypes(String type) {
        hub.gateway()
                .exchange(Requests.post(RunningHub.URL, type, "topic=a&data=forged", PUBLISHER))
                .isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "POSTS", "QUERY"})
    void shouldAnswer405ToOtherMethods(String method) {
        for (String override : List.of("X-HTTP-Method-Override: POST", "X-HTTP-Method: GET")) {
            Answer answer =
                    hub.gateway().exchange(Requests.request(method, RunningHub.URL + "?topic=a", PUBLISHER, override));
            answer.isProblem(405);
            assertThat(answer.header("Allow")).contains("GET", "POST").doesNotContain("PUT", "TRACE");
        }
    }

    @Test
    void shouldDoNothingForHeadAndOptions() {
        double opened = hub.gateway().metric("sse_connections_opened_total");
        try (RawClient client = hub.gateway().connect()) {
            client.send(Requests.request("HEAD", RunningHub.URL + "?topic=a&data=forged"));
            assertThat(client.head().status()).isEqualTo(200);
            client.send(Requests.request("HEAD", RunningHub.URL + "?topic=a", PUBLISHER));
            assertThat(client.head().status())
                    .as("as for GET: it is another key")
                    .isEqualTo(401);
            Answer options = client.send(Requests.request("OPTIONS", RunningHub.URL + "?topic=a", PUBLISHER))
                    .answer();
            assertThat(options.status()).isEqualTo(204);
        }
        assertThat(hub.gateway().metric("sse_connections_opened_total")).isEqualTo(opened);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/mercure/",
                "//.well-known/mercure",
                "/.well-known/../.well-known/mercure",
                "/.well-known/./mercure",
                "/.well-known%2Fmercure",
                "/.Well-Known/Mercure",
                "/.well-known/mercure%00",
                "/.well-known/mercure;x=y",
                "http://localhost//.well-known/mercure"
            })
    void shouldAnswer404ToOtherSpellingsOfItsUrl(String target) {
        hub.gateway()
                .exchange(Requests.post(target, FormBody.TYPE, "topic=a&data=forged", PUBLISHER))
                .isProblem(404);
        hub.gateway().exchange(Requests.get(target + "?topic=a", SUBSCRIBER)).isProblem(404);
    }

    @Test
    void shouldAskForTheSameOfAnAbsoluteTarget() {
        String target = "http://LOCALHOST:80" + RunningHub.URL;
        hub.gateway()
                .exchange(Requests.post(target, FormBody.TYPE, "topic=a&data=forged"))
                .isProblem(401);
        hub.gateway().exchange(Requests.get(target + "?topic=")).isProblem(400);
        for (String other :
                List.of("http://elsewhere.example", "http://user:secret@localhost", "http://localhost:81")) {
            hub.gateway()
                    .exchange(Requests.post(other + RunningHub.URL, FormBody.TYPE, "topic=a&data=forged"))
                    .isProblem(400);
        }
        try (EventReader stream = hub.gateway().open("http://localhost" + RunningHub.URL + "?topic=a")) {
            assertThat(stream.head().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u560a\u560dX-Evil: 1",
                "\u010a\u010d",
                "\u0085",
                "\u2028\u2029",
                "a: b",
                "\"<>\"",
                "\ud83d\ude00",
                "\u00a0"
            })
    void shouldPutNoLineOfItsOwnIntoTheHeadOfAStream(String id) {
        witness.close();
        hub.published(form("topic", "odd", "data", "x", "id", id));
        witness = Witness.of(hub);
        Answer head = hub.head("topic=odd&lastEventID=" + RunningHub.encoded(id));
        assertThat(head.status()).isEqualTo(200);
        assertThat(new String(String.valueOf(head.header("Last-Event-ID")).getBytes(ISO_8859_1), UTF_8))
                .isEqualTo(id);
        assertThat(head.headers()).doesNotContainKeys("x-evil", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\u0001", "a\u000bb", "a\u007f", "a\nb", "a\rb"})
    void shouldNotTakeControlCharactersInTheHeaderOfTheLastId(String id) {
        try (RawClient client = hub.gateway().connect()) {
            client.send("GET " + RunningHub.URL + "?topic=a HTTP/1.1\r\nHost: a\r\nLast-Event-ID: " + id + "\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e2\u0082"})
    void shouldTellWhoseLastIdIsNoUtf8ThatItIsUnknown(String id) {
        Answer head = hub.head("topic=a", "Last-Event-ID: " + id);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Last-Event-ID")).isEqualTo("earliest");
    }

    @Test
    void shouldNotReadARequestOutOfABody() {
        String smuggled = RunningHub.post("topic=a&data=forged", PUBLISHER);
        hub.postForm("topic=" + "a".repeat(1100) + "&x=" + smuggled, PUBLISHER).isProblem(400);
        try (RawClient client = hub.gateway().connect()) {
            client.send("GET " + RunningHub.URL + "?topic= HTTP/1.1\r\nHost: a\r\nContent-Length: " + smuggled.length()
                    + "\r\n\r\n" + smuggled);
            client.answer().isProblem(400);
            client.get(RunningHub.URL).answer().isProblem(400);
        }
        try (EventReader stream = hub.follow("quiet")) {
            // What a stream's client sends is not read as requests any more; when the stream ends, all of it has been
            // read.
            stream.client().send(smuggled).finish().awaitClosed();
        }
    }
}
