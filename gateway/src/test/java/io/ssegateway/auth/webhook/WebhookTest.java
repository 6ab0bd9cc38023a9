package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.auth.Grants;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.WebServer;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook is asked, and what it may answer. */
class WebhookTest extends WebhookFixture {
    @Test
    void shouldAskNobodyUnlessConfigured() {
        assertThat(Webhook.of(ConfigLoader.defaults().auth().webhook())).isEmpty();
    }

    @Test
    void shouldTellWhatIsToBeDone() {
        Webhook webhook = webhook();
        answer(webhook, WebhookQuestion.subscribe(List.of("/a", "*"), "192.0.2.1", Map.of("x", "1"), "alice"));
        answer(webhook, WebhookQuestion.publish(List.of("/a"), true, "::1", Map.of(), null));

        assertThat(server.questions())
                .containsExactly(
                        "{\"action\":\"subscribe\",\"topics\":[\"/a\",\"*\"],\"address\":\"192.0.2.1\","
                                + "\"headers\":{\"x\":\"1\"},\"subject\":\"alice\"}",
                        "{\"action\":\"publish\",\"topics\":[\"/a\"],\"private\":true,\"address\":\"::1\","
                                + "\"headers\":{}}");
    }

    @Test
    void shouldAskInUtf8ByPostWithTheWholeUrl() {
        List<String> seen = new ArrayList<>();
        server.serve(exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            WebServer.answer(exchange, 200, YES);
        });
        ask(webhook(), "é\uD83D\uDE00");

        assertThat(seen).containsExactly("POST /may?secret=x", "application/json");
        assertThat(server.questions().get(0)).contains("é\uD83D\uDE00");
    }

    /** Nothing of a request gets into the head of ours; in JSON every character is one of the value. */
    @Test
    void shouldTellLineBreaksAsPartsOfAValue() {
        List<String> injected = new ArrayList<>();
        server.serve(exchange -> {
            injected.addAll(exchange.getRequestHeaders().getOrDefault("X-Injected", List.of()));
            WebServer.answer(exchange, 200, YES);
        });
        String value = "a\r\nX-Injected: 1\r\n\r\n{\"allow\":true}\"\0";
        answer(webhook(), WebhookQuestion.subscribe(List.of(value), value, Map.of(value, value), value));

        assertThat(injected).isEmpty();
        assertThat(server.questions().get(0))
                .contains("\"subject\":\"a\\r\\nX-Injected: 1\\r\\n\\r\\n{\\\"allow\\\":true}\\\"\\u0000\"")
                .doesNotContain("\r", "\n");
    }

    @Test
    void shouldForwardTheHeadersOfTheListAlone() {
        Map<String, List<String>> request = Map.of(
                "cookie", List.of("a=1", "b=2"), "x-forwarded-for", List.of("192.0.2.1"), "secret", List.of("x"));
        Webhook webhook = webhook(LONG, false, CACHE, "X-Forwarded-For", "Cookie", "cookie", "X-Other");

        assertThat(webhook.forwarded(name -> request.getOrDefault(name, List.of())))
                .isEqualTo(Map.of("cookie", "a=1, b=2", "x-forwarded-for", "192.0.2.1"));
        assertThat(webhook().forwarded(name -> List.of("x"))).isEmpty();
    }

    @Test
    void shouldTakeABareYesAndEveryNo() {
        Webhook webhook = webhook();
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.ALLOWED);
        for (int status : new int[] {401, 403}) {
            server.serve(status, "");
            assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.DENIED);
        }
        for (String no : List.of(
                "{\"allow\":false}",
                "{\"allow\":false,\"topics\":7}",
                "{\"allow\":true,\"topics\":[]}",
                "{\"allow\":true,\"expiry\":0}",
                "{\"allow\":true,\"expiry\":\"2026-01-01T00:00:00Z\"}")) {
            server.serve(200, no);
            assertThat(ask(webhook, "/a")).as(no).isEqualTo(WebhookAnswer.DENIED);
        }
    }

    @Test
    void shouldTakeAllThatAnAnswerMayHave() {
        server.serve(
                200,
                "{\"allow\":true,\"topics\":[\"/a\",\"/b/{x}\"],\"subscribe\":[\"*\"],"
                        + "\"payload\":{\"n\":1.10},\"expiry\":\"2026-01-01T02:00:00.5+01:00\",\"new\":1}");
        WebhookAnswer answer = ask(webhook(), "/a");

        assertThat(answer.isAllowed()).isTrue();
        assertThat(answer.topics()).extracting(TopicMatcher::toString).containsExactly("/a", "/b/{x}");
        assertThat(answer.subscribe()).extracting(TopicMatcher::toString).containsExactly("*");
        assertThat(answer.payload()).hasToString("{\"n\":1.10}");
        assertThat(answer.expiry()).isEqualTo("2026-01-01T01:00:00.500Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1893456000.25", "1.89345600025e9", "\"2030-01-01T00:00:00.250Z\""})
    void shouldTakeATimeAsItComes(String expiry) {
        server.serve(200, "{\"allow\":true,\"expiry\":" + expiry + "}");

        assertThat(ask(webhook(), "/a").expiry()).isEqualTo("2030-01-01T00:00:00.250Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "999999999999", "\"+10000-01-01T00:00:00Z\""})
    void shouldTakeATimeFarAwayAsTheLatest(String expiry) {
        server.serve(200, "{\"allow\":true,\"expiry\":" + expiry + "}");

        assertThat(ask(webhook(), "/a").expiry()).isEqualTo("9999-12-31T23:59:59Z");
    }

    @Test
    void shouldAddToWhatATokenGrants() {
        TopicMatcher a = TopicMatchers.of("/a");
        TopicMatcher b = TopicMatchers.of("/b");
        Grants token = new Grants(List.of(a), List.of(a), null, start.plusSeconds(5), "alice", "1");
        WebhookAnswer later = new WebhookAnswer(true, null, List.of(b), null, start.plusSeconds(6));
        WebhookAnswer earlier = new WebhookAnswer(true, null, List.of(), null, start);

        assertThat(later.extend(token))
                .isEqualTo(new Grants(List.of(a), List.of(a, b), null, start.plusSeconds(5), "alice", "1"));
        assertThat(earlier.extend(token).expiry()).isEqualTo(start);
        assertThat(earlier.extend(Grants.ANONYMOUS).expiry()).isEqualTo(start);
        assertThat(WebhookAnswer.ALLOWED.extend(token)).isEqualTo(token);
    }
}
