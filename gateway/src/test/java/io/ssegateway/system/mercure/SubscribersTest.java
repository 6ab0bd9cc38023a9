package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.form;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static io.ssegateway.system.mercure.RunningHub.subscriberTokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Authorization: Subscribers" of the Mercure protocol: who gets private updates, and until when. */
@ExtendWith(NoWarnings.class)
class SubscribersTest {
    private static final String EXPIRED = "sse_connections_closed_total{reason=\"token-expired\"}";

    @AutoClose
    private final RunningHub hub = RunningHub.start();

    /** That a stream gets a private update exactly if it may, as it comes and again from the log. */
    private void check(boolean received, String wanted, String topics, String... headers) {
        String query = form("topic", wanted, "topic", "marker");
        try (EventReader live = hub.subscribe(query, headers)) {
            hub.published(topics + "&data=secret&private=on");
            hub.publish("marker", "end");
            isSecretAndEnd(received, live);
        }
        try (EventReader replayed = hub.subscribe(query + "&lastEventID=earliest", headers)) {
            isSecretAndEnd(received, replayed);
        }
    }

    private static void isSecretAndEnd(boolean received, EventReader stream) {
        if (received) {
            assertThat(stream.nextData()).isEqualTo("secret");
        }
        assertThat(stream.nextData()).isEqualTo("end");
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a, *", "a, {any}", "*, a", "*, *", "{any}, a", "{any}, {other}", "{any}, *", "{any}, {any}"})
    void shouldSendAPrivateUpdateToWhoWantsItAndIsGrantedIt(String wanted, String grant) {
        check(true, wanted, "topic=a", bearer(subscriberToken("x", grant)));
    }

    @ParameterizedTest
    @CsvSource({"a, b", "*, b", "{any}, b", "a, /{any}", "b, a", "b, *", "/{any}, *", "/{any}, {any}", "A, a", "a, A"})
    void shouldNotSendAPrivateUpdateToWhoDoesNotWantItOrIsNotGrantedIt(String wanted, String grant) {
        check(false, wanted, "topic=a", bearer(subscriberToken("x", grant)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "*", "{any}"})
    void shouldNotSendAPrivateUpdateToTheAnonymous(String wanted) {
        check(false, wanted, "topic=a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"mercure\":{}}",
                "{\"mercure\":{\"subscribe\":[]}}",
                "{\"mercure\":{\"subscribe\":null}}",
                "{\"mercure\":{\"publish\":[\"*\"]}}",
                "{\"subscribe\":[\"*\"]}"
            })
    void shouldNotSendAPrivateUpdateByATokenWithoutGrants(String payload) {
        check(false, "*", "topic=a", bearer(subscriberTokenOf(payload)));
    }

    /** The example of the specification: the topic says what it is about, an alternate topic whom it is for. */
    @ParameterizedTest
    @CsvSource({"https://example.com/users/foo/{?topic}, true", "https://example.com/users/bar/{?topic}, false"})
    void shouldGrantByAnAlternateTopic(String grant, boolean received) {
        String topics = form(
                "topic",
                "https://example.com/books/1",
                "topic",
                "https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1");
        check(received, "https://example.com/books/{id}", topics, bearer(subscriberToken(grant)));
    }

    @Test
    void shouldGrantByTheCanonicalTopicWhatIsWantedByAnAlternate() {
        check(true, "alternate", "topic=canonical&topic=alternate", bearer(subscriberToken("canonical")));
    }

    @Test
    void shouldGrantByTheCookieAndByTheParameterToo() {
        check(true, "a", "topic=a", RunningHub.cookie(subscriberToken("a")));
        String query = form("topic", "a", "authorization", subscriberToken("a"), "lastEventID", "earliest");
        try (EventReader stream = hub.subscribe(query)) {
            assertThat(stream.nextData()).isEqualTo("secret");
        }
    }

    @Test
    void shouldCheckPrivateUpdatesAnewWhenAStreamIsResumed() {
        String id = hub.publish("a", "public");
        hub.publishPrivate("a", "secret");
        hub.publish("a", "end");
        String query = form("topic", "a", "lastEventID", id);
        try (EventReader granted = hub.subscribe(query, bearer(subscriberToken("a")));
                EventReader other = hub.subscribe(query, bearer(subscriberToken("b")));
                EventReader anonymous = hub.subscribe(query)) {
            assertThat(granted.nextData()).isEqualTo("secret");
            assertThat(granted.nextData()).isEqualTo("end");
            assertThat(other.nextData()).isEqualTo("end");
            assertThat(anonymous.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldMakeNoPrivateUpdatePublicByRepeatingItsId() {
        try (EventReader stream = hub.follow("a")) {
            hub.published("topic=a&id=urn:p&data=secret&private=on");
            hub.published("topic=a&id=urn:p&data=secret");
            hub.publish("a", "end");
            assertThat(stream.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldCloseAStreamWhenItsTokenExpires() {
        double expired = hub.gateway().metric(EXPIRED);
        long exp = Instant.now().getEpochSecond() + 4;
        String payload = "{\"exp\":" + exp + ",\"mercure\":{\"subscribe\":[\"a\"]}}";
        try (EventReader stream = hub.follow("a", bearer(subscriberTokenOf(payload)))) {
            hub.publishPrivate("a", "in time");
            assertThat(stream.nextData()).isEqualTo("in time");
            stream.expectEnd();
            hub.refusal("topic=a", bearer(subscriberTokenOf(payload))).isProblem(401, "exp");
        }
        assertThat(hub.gateway().metric(EXPIRED)).isEqualTo(expired + 1);
    }

    @Test
    void shouldKeepAStreamWhoseTokenNeverExpires() {
        String payload = "{\"exp\":1e300,\"mercure\":{\"subscribe\":[\"a\"]}}";
        try (EventReader stream = hub.follow("a", bearer(subscriberTokenOf(payload)))) {
            hub.publishPrivate("a", "later");
            assertThat(stream.nextData()).isEqualTo("later");
        }
    }

    @Test
    void shouldAnswer401ToATokenThatCannotBeHadFor() {
        hub.refusal("topic=a", bearer(RunningHub.publisherTokenOf("{\"mercure\":{\"subscribe\":[\"*\"]}}")))
                .isProblem(401, "signature");
        hub.refusal("topic=a", bearer(subscriberTokenOf("{\"mercure\":{\"subscribe\":\"*\"}}")))
                .isProblem(401, "mercure.subscribe");
        String[] templates =
                IntStream.range(0, 129).mapToObj(i -> "/" + i + "/{id}").toArray(String[]::new);
        hub.refusal("topic=a", bearer(subscriberToken(templates))).isProblem(401, "128");
    }

    /** The section "Payload": what an application puts there is its own business. */
    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1", "\"text\"", "[1,[2]]", "{\"user\":\"https://example.com/users/1\",\"groups\":[]}"})
    void shouldTakeAnyPayload(String payload) {
        check(
                true,
                "a",
                "topic=a",
                bearer(subscriberTokenOf("{\"mercure\":{\"subscribe\":[\"a\"],\"payload\":" + payload + "}}")));
    }

    @Test
    void shouldTellThoseWithGrantsAndThoseWithoutApartAmongManyStreams() {
        String none = form("topic", "{any}");
        var readers = IntStream.range(0, 30)
                .mapToObj(i -> i % 3 == 0
                        ? hub.subscribe(none)
                        : hub.subscribe(none, bearer(subscriberToken(i % 3 == 1 ? "a" : "b"))))
                .toList();
        hub.publishPrivate("a", "for a");
        hub.publishPrivate("b", "for b");
        hub.publish("c", "for all");
        String[] expected = {"[for all]", "[for a, for all]", "[for b, for all]"};
        for (int i = 0; i < readers.size(); i++) {
            try (EventReader reader = readers.get(i)) {
                String got = IntStream.range(0, i % 3 == 0 ? 1 : 2)
                        .mapToObj(n -> reader.nextData())
                        .collect(Collectors.joining(", ", "[", "]"));
                assertThat(got).isEqualTo(expected[i % 3]);
            }
        }
    }
}
