package io.ssegateway.system.mercure;

import static io.ssegateway.testing.MercureTokens.bearer;
import static io.ssegateway.testing.MercureTokens.subscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The section "Active Subscriptions" of the Mercure specification, as a client sees it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SubscriptionsApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALL = "/.well-known/mercure/subscriptions";
    private static final String EVERYTHING = subscriber("*");

    private final RunningGateway gateway = RunningGateway.start(
            "mercure.subscriptions=true", "transport.event-loops=2", MercureTokens.KEY, MercureTokens.PUBLISHING);
    private final List<EventReader> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(EventReader::close);
        gateway.close();
    }

    @Test
    void shouldListTheSubscriptionsWithTheHeadersOfTheSpecification() {
        subscribe(bearer("{\"mercure\":{\"payload\":{\"foo\":\"bar\"}}}"), "https://example.com/{selector}");
        subscribe(subscriber(), "https://example.com/a-topic");

        Answer answer = get(ALL, EVERYTHING);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/ld+json");
        assertThat(answer.header("ETag")).matches("\"[^\"]+\"");
        assertThat(answer.header("Link")).isEqualTo("</.well-known/mercure>; rel=\"mercure\"");
        assertThat(answer.header("Cache-Control")).contains("must-revalidate", "private");
        JsonNode document = json(answer);
        assertThat(document.propertyNames())
                .containsExactlyInAnyOrder("@context", "id", "type", "lastEventID", "subscriptions");
        assertThat(text(document, "@context")).isEqualTo("https://mercure.rocks/");
        assertThat(text(document, "id")).isEqualTo(ALL);
        assertThat(text(document, "type")).isEqualTo("Subscriptions");
        assertThat(document.get("subscriptions")).hasSize(2).allSatisfy(item -> {
            assertThat(text(item, "type")).isEqualTo("Subscription");
            assertThat(item.get("active").booleanValue()).isTrue();
            assertThat(text(item, "subscriber")).startsWith("urn:uuid:");
            assertThat(text(item, "id")).startsWith(ALL + "/https%3A%2F%2Fexample.com%2F");
            assertThat(item.has("@context")).isFalse();
            assertThat(item.has("payload")).isEqualTo(text(item, "topic").contains("{"));
        });
    }

    @Test
    void shouldListTheSubscriptionsToOneTopic() {
        subscribe(EVERYTHING, "a", "b");
        subscribe(EVERYTHING, "a");

        JsonNode document = json(get(ALL + "/a", EVERYTHING));

        assertThat(text(document, "id")).isEqualTo(ALL + "/a");
        assertThat(text(document, "type")).isEqualTo("Subscriptions");
        assertThat(topics(document)).containsExactly("a", "a");
        assertThat(topics(json(get(ALL + "/c", EVERYTHING)))).isEmpty();
    }

    @Test
    void shouldShowOneSubscriptionAndSay404ForAnother() {
        subscribe(EVERYTHING, "a");
        String id = text(json(get(ALL, EVERYTHING)).get("subscriptions").get(0), "id");

        JsonNode document = json(get(id, EVERYTHING));

        assertThat(document.propertyNames())
                .containsExactlyInAnyOrder("@context", "id", "type", "topic", "subscriber", "active", "lastEventID");
        assertThat(text(document, "id")).isEqualTo(id);
        get(id + "0", EVERYTHING).isProblem(404);
        get(id.replace("/a/", "/b/"), EVERYTHING).isProblem(404);
    }

    @Test
    void shouldNotListAStreamThatHasEnded() {
        EventReader stream = subscribe(EVERYTHING, "a");
        String id = text(json(get(ALL, EVERYTHING)).get("subscriptions").get(0), "id");

        stream.close();

        await().untilAsserted(() -> get(id, EVERYTHING).isProblem(404));
        assertThat(topics(json(get(ALL, EVERYTHING)))).isEmpty();
    }

    @Test
    void shouldSayEarliestUntilSomethingIsPublishedThenTheLastId() {
        assertThat(text(json(get(ALL, EVERYTHING)), "lastEventID")).isEqualTo("earliest");

        String id = gateway.exchange(Requests.publish("t", "x"))
                .json()
                .get("ids")
                .get(0)
                .stringValue();

        assertThat(text(json(get(ALL, EVERYTHING)), "lastEventID")).isEqualTo(id);
    }

    @Test
    void shouldTellOfBeginningsAndEndsAndOfTheFollowersOwn() {
        EventReader follower = subscribe(
                bearer("{\"mercure\":{\"subscribe\":[\"" + ALL + "/{topic}/{subscriber}\"],\"payload\":\"me\"}}"),
                ALL + "/{topic}/{subscriber}");
        JsonNode own = follower.nextJson();
        EventReader other = subscribe(subscriber(), "https://example.com/1");
        JsonNode begin = follower.nextJson();
        other.close();
        JsonNode end = follower.nextJson();

        assertThat(text(own, "topic")).isEqualTo(ALL + "/{topic}/{subscriber}");
        assertThat(text(own, "payload")).isEqualTo("me");
        assertThat(text(begin, "id")).startsWith(ALL + "/https%3A%2F%2Fexample.com%2F1/urn%3Auuid%3A");
        assertThat(begin.get("active").booleanValue()).isTrue();
        assertThat(end.get("active").booleanValue()).isFalse();
        assertThat(text(end, "id")).isEqualTo(text(begin, "id"));
        assertThat(text(end, "@context")).isEqualTo("https://mercure.rocks/");
    }

    /** The specification's way to keep a list: read it, then follow what comes behind its lastEventID. */
    @Test
    void shouldTellWhatComesBehindTheList() {
        subscribe(subscriber(), "before");
        JsonNode list = json(get(ALL, EVERYTHING));
        subscribe(subscriber(), "after");

        EventReader follower = gateway.open(
                "/.well-known/mercure?topic=" + encoded(ALL + "/{topic}/{subscriber}"),
                EVERYTHING,
                "Last-Event-ID: " + text(list, "lastEventID"));
        open.add(follower);

        assertThat(topics(list)).containsExactly("before");
        assertThat(text(follower.nextJson(), "topic")).isEqualTo("after");
    }

    @Test
    void shouldTellNothingToWhoHasNoGrant() {
        EventReader curious = subscribe(subscriber("other"), "*");
        subscribe(subscriber(), "a").close();
        await().untilAsserted(
                        () -> assertThat(topics(json(get(ALL, EVERYTHING)))).containsExactly("*"));

        assertThat(gateway.exchange(Requests.publish("t", "the next one")).status())
                .isEqualTo(200);

        assertThat(curious.nextData()).isEqualTo("the next one");
    }

    @Test
    void shouldAnswer401WithoutATokenThatCounts() {
        for (String path : List.of(ALL, ALL + "/a", ALL + "/a/b")) {
            Answer without = gateway.exchange(Requests.get(path)).isProblem(401, "mercure.subscribe");
            assertThat(without.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(get(path, EVERYTHING + "x").isProblem(401).header("WWW-Authenticate"))
                    .startsWith("Bearer");
        }
    }

    @Test
    void shouldAnswer403UnlessASelectorMatchesTheUrl() {
        subscribe(EVERYTHING, "a");
        String id = text(json(get(ALL, EVERYTHING)).get("subscriptions").get(0), "id");
        record Case(String selector, int all, int topic, int one) {}

        for (Case expected : List.of(
                new Case(ALL, 200, 403, 403),
                new Case(ALL + "/a", 403, 200, 403),
                new Case(ALL + "/{topic}", 403, 200, 403),
                new Case(ALL + "/{topic}/{subscriber}", 403, 403, 200),
                new Case(ALL + "/b/{subscriber}", 403, 403, 403),
                new Case(id, 403, 403, 200),
                new Case(ALL + "{/topic}{/subscriber}", 200, 200, 200),
                new Case("a", 403, 403, 403),
                new Case("*", 200, 200, 200))) {
            String token = subscriber(expected.selector());
            assertThat(get(ALL, token).status()).as("all %s", expected).isEqualTo(expected.all());
            assertThat(get(ALL + "/a", token).status()).as("topic %s", expected).isEqualTo(expected.topic());
            assertThat(get(id, token).status()).as("one %s", expected).isEqualTo(expected.one());
        }
        get(ALL, subscriber("a")).isProblem(403, "mercure.subscribe", ALL);
    }

    /** However a client writes a URL, what counts is what it asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"/s%65cret", "/%73%65%63%72%65%74", "/secret?authorization=", "/secret?x=%2F"})
    void shouldAuthorizeTheSubscriptionsThatAreMeant(String disguise) {
        subscribe(EVERYTHING, "secret");

        get(ALL + disguise, subscriber(ALL + "/s%65cret", ALL + "/public")).isProblem(403, ALL + "/secret");
        JsonNode document = json(get(ALL + disguise, subscriber(ALL + "/secret")));

        assertThat(text(document, "id")).isEqualTo(ALL + "/secret");
        assertThat(topics(document)).containsExactly("secret");
    }

    @Test
    void shouldSay304ToWhoHasItAlreadyAndGoOnOnTheConnection() {
        subscribe(EVERYTHING, "a");
        String tag = String.valueOf(get(ALL, EVERYTHING).header("ETag"));
        try (RawClient client = gateway.connect()) {
            Answer unchanged = client.get(ALL, EVERYTHING, "If-None-Match: \"x\", W/" + tag)
                    .head();
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.header("ETag")).isEqualTo(tag);
            assertThat(unchanged.header("Cache-Control")).contains("must-revalidate");
            assertThat(unchanged.header("Content-Length")).isNull();
            assertThat(unchanged.header("Transfer-Encoding")).isNull();

            subscribe(EVERYTHING, "b");
            Answer changed =
                    client.get(ALL, EVERYTHING, "If-None-Match: " + tag).answer();
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.header("ETag")).isNotEqualTo(tag);
            assertThat(topics(json(changed))).containsExactly("a", "b");
        }
    }

    @Test
    void shouldCheckTheTokenBeforeTheTag() {
        String tag = String.valueOf(get(ALL, EVERYTHING).header("ETag"));

        get(ALL, subscriber("a"), "If-None-Match: " + tag).isProblem(403);
    }

    @Test
    void shouldAnswerAHeadRequestWithTheSameHeaders() {
        Answer get = get(ALL, EVERYTHING);
        try (RawClient client = gateway.connect()) {
            Answer head = client.send(Requests.request("HEAD", ALL, EVERYTHING)).head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(client.get(ALL, EVERYTHING).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerBadUrlsWithProblems() {
        get(ALL + "/%", EVERYTHING).isProblem(400);
        get(ALL + "/%FF", EVERYTHING).isProblem(400);
        get(ALL + "/", EVERYTHING).isProblem(404);
        get(ALL + "/a/b/c", EVERYTHING).isProblem(404);
        get(ALL + "/" + "a".repeat(5000), EVERYTHING).isProblem(404);
        get(ALL + "/" + "%2F".repeat(2000), EVERYTHING).isProblem(404);
        assertThat(topics(json(get(ALL + "/%00%0D%0A", EVERYTHING)))).isEmpty();
        assertThat(gateway.exchange(Requests.post(ALL, "{}")).isProblem(405).header("Allow"))
                .isEqualTo("GET, HEAD, OPTIONS");
    }

    static Stream<String> hostileSelectors() {
        return Stream.of(
                "%",
                "%2F",
                "%00",
                "/",
                "//",
                "a/b/c",
                ".",
                "..",
                "{",
                "}",
                "{a",
                "{id}",
                "/{+path*}{?q,r}",
                "*",
                "a b+c",
                "?x=1&y=2#z",
                ";,:@!$'()",
                "\"\\<script>",
                "täglich/€/\uD83D\uDE00",
                ALL + "/{topic}/{subscriber}",
                ALL + "/%2F/urn%3Auuid%3Ax",
                "/".repeat(1024),
                "%".repeat(1024),
                "ä".repeat(512),
                "\uD83D\uDE00".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("hostileSelectors")
    void shouldFindWhateverSelectorUnderItsUrl(String selector) {
        EventReader follower = subscribe(EVERYTHING, ALL + "/{topic}/{subscriber}");
        assertThat(text(follower.nextJson(), "topic")).isEqualTo(ALL + "/{topic}/{subscriber}");

        EventReader stream = subscribe(EVERYTHING, selector, "another");
        JsonNode begin = utf8(follower);
        String id = text(begin, "id");
        assertThat(text(begin, "topic")).isEqualTo(selector);
        String byTopic = id.substring(0, id.lastIndexOf('/'));

        assertThat(text(json(get(id, EVERYTHING)), "topic")).isEqualTo(selector);
        assertThat(text(json(get(id, subscriber(byTopic + "/{s}"))), "id")).isEqualTo(id);
        assertThat(topics(json(get(byTopic, EVERYTHING)))).isNotEmpty().containsOnly(selector);
        assertThat(text(json(get(byTopic, EVERYTHING)), "id")).isEqualTo(byTopic);
        assertThat(topics(json(get(ALL, EVERYTHING)))).contains(selector, "another");
        stream.close();
        await().untilAsserted(() -> get(id, EVERYTHING).isProblem(404));
    }

    @Test
    void shouldNotBeThereUnlessConfigured() {
        try (RunningGateway other = RunningGateway.start(MercureTokens.KEY, MercureTokens.PUBLISHING)) {
            other.exchange(Requests.get(ALL, EVERYTHING)).isProblem(404);
            try (EventReader stream = other.open("/.well-known/mercure?topic=t")) {
                assertThat(stream.head().status()).isEqualTo(200);
                assertThat(other.metric("sse_log_events")).isZero();
            }
        }
    }

    @Test
    void shouldAnswerEveryoneWhileStreamsComeAndGo() {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 50; i++) {
                EventReader stream = subscribe(subscriber(), "t");
                assertThat(client.get(ALL + "/t", EVERYTHING).answer().status()).isEqualTo(200);
                stream.close();
            }
            await().untilAsserted(() -> assertThat(
                            topics(json(client.get(ALL, EVERYTHING).answer())))
                    .isEmpty());
        }
        assertThat(gateway.metric("sse_log_events")).isEqualTo(100);
    }

    private EventReader subscribe(String token, String... selectors) {
        StringBuilder path = new StringBuilder("/.well-known/mercure?");
        for (String selector : selectors) {
            path.append("topic=").append(encoded(selector)).append('&');
        }
        EventReader stream = gateway.open(path.toString(), token);
        open.add(stream);
        return stream;
    }

    private Answer get(String path, String... headers) {
        return gateway.exchange(Requests.get(path, headers));
    }

    private static JsonNode utf8(EventReader stream) {
        return JSON.readTree(stream.nextData());
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(JsonNode document, String name) {
        return document.get(name).stringValue();
    }

    private static List<String> topics(JsonNode document) {
        return document.get("subscriptions")
                .valueStream()
                .map(item -> text(item, "topic"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
