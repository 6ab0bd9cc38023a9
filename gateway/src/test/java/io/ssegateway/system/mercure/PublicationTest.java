package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.PUBLISHER;
import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.form;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.http.FormBody;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Publication" of the Mercure protocol. */
@ExtendWith(NoWarnings.class)
class PublicationTest {
    @AutoClose
    private static final RunningHub hub = RunningHub.start();

    @Test
    void shouldAnswerThePublishersIdAsPlainText() {
        try (EventReader stream = hub.follow("https://example.com/foo")) {
            Answer answer = hub.postForm(
                    form("topic", "https://example.com/foo", "data", "the content", "id", "urn:uuid:1"), PUBLISHER);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).matches("text/plain(;.*)?");
            assertThat(answer.body()).isEqualTo("urn:uuid:1");
            ServerSentEvent event = stream.next();
            assertThat(event.id()).isEqualTo("urn:uuid:1");
            assertThat(event.data()).isEqualTo("the content");
            assertThat(event.event()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic=generated", "topic=generated&id=", "topic=generated&id"})
    void shouldGenerateAnIdIfNoneIsGiven(String form) {
        try (EventReader stream = hub.follow("generated")) {
            String id = hub.published(form);
            assertThat(id).isNotEmpty();
            assertThat(stream.next().id()).isEqualTo(id);
            assertThat(hub.published(form)).isNotEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic=nothing", "topic=nothing&data=", "topic=nothing&data", "topic=nothing&type=&retry="})
    void shouldPublishWithoutData(String form) {
        try (EventReader stream = hub.follow("nothing")) {
            hub.published(form);
            assertThat(stream.next().data()).isEmpty();
        }
    }

    @Test
    void shouldDispatchToSubscribersOfTheCanonicalAndOfAlternateTopicsOnceEach() {
        try (EventReader canonical = hub.follow("/books/1");
                EventReader alternate = hub.follow("/alternate/{id}");
                EventReader both = hub.subscribe(form("topic", "/books/1", "topic", "/alternate/1"));
                EventReader other = hub.follow("/books/2")) {
            hub.published(form("topic", "/books/1", "topic", "/alternate/1", "topic", "/alternate/2", "data", "all"));
            hub.published(form("topic", "/books/1", "topic", "/alternate/1", "topic", "/books/2", "data", "end"));
            assertThat(canonical.nextData()).isEqualTo("all");
            assertThat(canonical.nextData()).isEqualTo("end");
            assertThat(alternate.nextData()).isEqualTo("all");
            assertThat(alternate.nextData()).isEqualTo("end");
            assertThat(both.nextData()).isEqualTo("all");
            assertThat(both.nextData()).isEqualTo("end");
            assertThat(other.nextData()).isEqualTo("end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "private=", "private=on", "private=off", "private=0", "private=false"})
    void shouldTakeAnUpdateForPrivateWhateverTheValue(String field) {
        try (EventReader stream = hub.follow("secret")) {
            hub.published("topic=secret&data=hidden&" + field);
            hub.publish("secret", "shown");
            assertThat(stream.nextData()).isEqualTo("shown");
        }
    }

    @Test
    void shouldDecodeAForm() {
        try (EventReader stream = hub.follow("a b")) {
            Answer answer = hub.gateway()
                    .exchange(Requests.post(
                            RunningHub.URL,
                            "Application/X-WWW-Form-URLencoded; charset=UTF-8",
                            "%74opic=a+b&data=1%2B1%3D2%26+%E2%82%AC;x&&unknown=field&type=caf%C3%A9",
                            PUBLISHER));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            ServerSentEvent event = stream.next();
            assertThat(event.data()).isEqualTo("1+1=2& \u20ac;x");
            assertThat(event.event()).isEqualTo("caf\u00e9");
        }
    }

    /**
     * As a browser's forms and {@code URLSearchParams} are read; a private update must not become a public one by its
     * text.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Issue #5", "a;private=off", "100%", "100%&x=%zz", "?"})
    void shouldTakeEveryCharacterThatSeparatesNothing(String data) {
        try (EventReader nobody = hub.follow("plain");
                EventReader stream = hub.subscribe("topic=plain", bearer(subscriberToken("plain")))) {
            hub.published("topic=plain&data=" + data + "&private=on");
            hub.publish("plain", "end");
            assertThat(stream.nextData()).isEqualTo(data.split("&", 2)[0]);
            assertThat(nobody.nextData()).isEqualTo("end");
        }
        hub.postForm("?topic=plain&data=" + data, PUBLISHER).isProblem(400, "topic");
    }

    @Test
    void shouldAnswerAnIdInUtf8() {
        // Each character of the answer is one of its bytes.
        assertThat(hub.published(form("topic", "a", "id", "\u20ac"))).isEqualTo("\u00e2\u0082\u00ac");
    }

    @Test
    void shouldPublishAnIdOnce() {
        try (EventReader stream = hub.follow("once")) {
            assertThat(hub.published(form("topic", "once", "id", "urn:once", "data", "first")))
                    .isEqualTo("urn:once");
            assertThat(hub.published(form("topic", "once", "id", "urn:once", "data", "second")))
                    .isEqualTo("urn:once");
            hub.publish("once", "third");
            assertThat(stream.nextData()).isEqualTo("first");
            assertThat(stream.nextData()).isEqualTo("third");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data=x", "topics=a&data=x", "Topic=a", "&&&", "=a"})
    void shouldAnswer400WithoutATopic(String form) {
        hub.postForm(form, PUBLISHER).isProblem(400, "topic");
    }

    @Test
    void shouldNotTakeTheQueryForTheForm() {
        hub.gateway()
                .exchange(Requests.post(RunningHub.URL + "?topic=a&data=x", FormBody.TYPE, "", PUBLISHER))
                .isProblem(400, "topic");
        try (EventReader stream = hub.follow("*")) {
            String form = form("topic", "of the form", "data", "d");
            Answer answer = hub.gateway()
                    .exchange(Requests.post(
                            RunningHub.URL + "?topic=x&private=on&id=y&data=z", FormBody.TYPE, form, PUBLISHER));
            assertThat(answer.status()).isEqualTo(200);
            ServerSentEvent event = stream.next();
            assertThat(event.data()).isEqualTo("d");
            assertThat(event.id()).isNotEqualTo("y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "-1", "+1", "1.5", "1e3", " 1", "0x1", "99999999999999999999", "\u0661", "1\n"})
    void shouldAnswer400ToABadRetry(String retry) {
        hub.postForm(form("topic", "a", "retry", retry), PUBLISHER).isProblem(400, "retry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#1", "#earliest"})
    void shouldAnswer400ToAnIdThatBeginsWithAHash(String id) {
        hub.postForm(form("topic", "a", "id", id), PUBLISHER).isProblem(400, "#");
    }

    @Test
    void shouldTakeAHashInsideAnId() {
        assertThat(hub.published(form("topic", "a", "id", "https://example.com/a#b")))
                .isEqualTo("https://example.com/a#b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "1795401643005-0", "1-1"})
    void shouldAnswer400ToAnIdThatNamesAPlaceInTheLog(String id) {
        hub.postForm(form("topic", "a", "id", id), PUBLISHER).isProblem(400, "id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/mercure",
                "/.well-known/mercure/subscriptions/foo",
                "https://example.com/.well-known/mercure/subscriptions/foo",
                "foo/.well-known/mercure/bar",
                "/.well-known/sse-gateway/nodes"
            })
    void shouldAnswer400ToAReservedTopic(String topic) {
        hub.postForm(form("topic", topic, "data", "x"), PUBLISHER).isProblem(400, "reserved for the gateway");
        hub.postForm(form("topic", "a", "topic", topic), PUBLISHER).isProblem(400, "reserved for the gateway");
    }

    @Test
    void shouldAnswer400ToTooManyTopics() {
        hub.published(topics(100));
        hub.postForm(topics(101), PUBLISHER).isProblem(400, "100 topics");
    }

    private static String topics(int count) {
        return IntStream.range(0, count).mapToObj(i -> "topic=" + i).collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "multipart/form-data; boundary=x", "text/plain", "x-www-form-urlencoded"})
    void shouldAnswer415ToAnythingButAForm(String type) {
        Answer answer = hub.gateway()
                .exchange(Requests.post(RunningHub.URL, type, "topic=a&data=x", PUBLISHER))
                .isProblem(415, FormBody.TYPE);
        assertThat(answer.header("Accept")).isEqualTo(FormBody.TYPE);
    }

    @Test
    void shouldAnswerOneConnectionsPublishesInTheirOrder() {
        try (EventReader stream = hub.follow("in order");
                RawClient client = hub.gateway().connect()) {
            IntStream.range(0, 50)
                    .forEach(i ->
                            client.send(RunningHub.post(form("topic", "in order", "id", "urn:order:" + i), PUBLISHER)));
            IntStream.range(0, 50)
                    .forEach(i -> assertThat(client.answer().body()).isEqualTo("urn:order:" + i));
            IntStream.range(0, 50).forEach(i -> assertThat(stream.next().id()).isEqualTo("urn:order:" + i));
        }
    }

    @Test
    void shouldPublishAnonymouslyWhereNoKeyIsConfigured() {
        try (RunningGateway open = RunningGateway.start();
                EventReader stream = open.open(RunningHub.URL + "?topic=*")) {
            assertThat(open.exchange(RunningHub.post("topic=a&data=secret&private=on"))
                            .status())
                    .isEqualTo(200);
            assertThat(open.exchange(RunningHub.post("topic=a&data=public")).status())
                    .isEqualTo(200);
            assertThat(stream.nextData()).isEqualTo("public");
        }
    }
}
