package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.auth.Grants;
import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.config.WebhookConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.limit.Client;
import io.ssegateway.testing.TestTicker;
import io.ssegateway.testing.WebhookServer;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a real server, good and bad. */
class WebhookTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration CACHE = Duration.ofSeconds(10);
    private static final Duration BREAKER = Duration.ofSeconds(20);
    private static final String YES = "{\"allow\":true}";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private final long startNanos = nanos.get();
    private WebhookServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new WebhookServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static final Client CLIENT = new Client(1, () -> false);

    private Webhook webhook(Duration timeout, boolean failOpen, Duration cache, String... headers) {
        WebhookConfig config = new WebhookConfig(server.url(), timeout, failOpen, cache, List.of(headers), BREAKER);
        return Webhook.of(config, () -> start.plusNanos(nanos.get() - startNanos), new TestTicker(nanos::get))
                .orElseThrow();
    }

    private Webhook webhook() {
        return webhook(LONG, false, Duration.ZERO);
    }

    private static WebhookQuestion question(String topic) {
        return WebhookQuestion.subscribe(List.of(topic), "192.0.2.1", Map.of(), null);
    }

    private static WebhookAnswer ask(Webhook webhook, String topic) {
        return answer(webhook, question(topic));
    }

    private static WebhookAnswer answer(Webhook webhook, WebhookQuestion question) {
        try {
            return webhook.ask(question, CLIENT).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFails(Webhook webhook, String topic, String why) {
        assertThat(webhook.ask(question(topic), CLIENT).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isExactlyInstanceOf(WebhookUnavailableException.class)
                .withMessageContaining(why);
    }

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
            WebhookServer.answer(exchange, 200, YES);
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
            WebhookServer.answer(exchange, 200, YES);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "true",
                "[]",
                "{}",
                "{\"allow\":null}",
                "{\"allow\":\"true\"}",
                "{\"allow\":1}",
                "{\"allow\":true",
                "{\"allow\":true}x",
                "{\"allow\":false,\"allow\":true}",
                "{\"allow\":true,\"topics\":\"/a\"}",
                "{\"allow\":true,\"topics\":[1]}",
                "{\"allow\":true,\"topics\":[\"\"]}",
                "{\"allow\":true,\"topics\":[\"a\\r\\nb\"]}",
                "{\"allow\":true,\"subscribe\":\"*\"}",
                "{\"allow\":true,\"expiry\":\"tomorrow\"}",
                "{\"allow\":true,\"expiry\":-1}",
                "{\"allow\":true,\"expiry\":true}",
                "{\"allow\":true,\"expiry\":1e9999999999}",
                "<html></html>"
            })
    void shouldTakeGarbageForAFailure(String body) {
        server.serve(200, body);

        assertFails(webhook(), "/a", "The webhook failed: its answer");
    }

    @Test
    void shouldTakeNoMoreSelectorsThanAToken() {
        String many = String.join(
                ",", IntStream.range(0, 1_001).mapToObj(i -> "\"/" + i + "\"").toList());
        server.serve(200, "{\"allow\":true,\"topics\":[" + many + "]}");
        assertFails(webhook(), "/a", "at most 1000 strings");
        String variables = String.join(
                ",", IntStream.range(0, 129).mapToObj(i -> "\"/" + i + "{x}\"").toList());
        server.serve(200, "{\"allow\":true,\"subscribe\":[" + variables + "]}");
        assertFails(webhook(), "/a", "more than 128 variables");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 400, 404, 429, 500, 503})
    void shouldTakeNoOtherStatusAndFollowNowhere(int status) {
        server.serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "/other");
            WebhookServer.answer(exchange, status, status == 204 ? "" : YES);
        });

        assertFails(webhook(), "/a", "it answers " + status);
        assertThat(server.questions()).hasSize(1);
    }

    @Test
    void shouldTakeWhatJustFitsAndNoMore() {
        String padded = YES + " ".repeat(WebhookCall.MAX_BYTES - YES.length());
        server.serve(200, padded);
        assertThat(ask(webhook(), "/a").isAllowed()).isTrue();

        server.serve(200, padded + " ");
        assertFails(webhook(), "/a", "more bytes than an answer needs");
    }

    @Test
    void shouldStopReadingAnAnswerWithoutEnd() {
        CountDownLatch cut = new CountDownLatch(1);
        server.serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(16 * 1024).getBytes(StandardCharsets.UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(spaces);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });

        assertFails(webhook(), "/a", "more bytes than an answer needs");
        await().until(() -> cut.getCount() == 0);
    }

    @Test
    void shouldNotWaitForASlowAnswer() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitUninterruptibly(never);
        });

        assertFails(webhook(Duration.ofMillis(200), false, CACHE), "/a", "The webhook failed");
        assertThat(why(webhook(Duration.ofMillis(200), true, CACHE), question("/a")))
                .isEqualTo(Cause.FAILURE);
    }

    private static Cause why(Webhook webhook, WebhookQuestion question) {
        try {
            throw new AssertionError("answered: "
                    + webhook.ask(question, CLIENT).toCompletableFuture().join());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebhookUnavailableException unavailable) {
                return unavailable.why();
            }
            throw failure;
        }
    }

    private static WebhookQuestion by(String address, @Nullable String subject) {
        return WebhookQuestion.subscribe(List.of("/a"), address, Map.of(), subject);
    }

    /** Whatever one client asks, and however often: it does not make the service absent. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 404, 408, 429, 500, 503})
    void shouldNotTakeTheFailuresOfOneClientForAbsence(int status) {
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        server.serve(status, "");
        for (int i = 0; i < 20; i++) {
            assertThat(why(webhook, by("2001:db8:0:0:0:0:0:" + i, null))).isEqualTo(Cause.FAILURE);
            assertThat(why(webhook, by("192.0.2." + i, "alice"))).isEqualTo(Cause.FAILURE);
        }
        server.serve(200, YES);

        assertThat(ask(webhook, "/a").isAllowed()).isTrue();
    }

    @Test
    void shouldTakeTheFailuresOfManyClientsForAbsence() {
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        server.serve(500, "");
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertThat(why(webhook, by("192.0.2." + i, null))).isEqualTo(Cause.FAILURE);
        }

        assertThat(why(webhook, by("192.0.2.1", null))).isEqualTo(Cause.ABSENCE);
    }

    @Test
    void shouldTakeARefusedConnectionForAbsence() {
        server.stop();

        assertThat(why(webhook(), question("/a"))).isEqualTo(Cause.ABSENCE);
    }

    @Test
    void shouldNotTakeItsOwnOverloadForAbsence() {
        CountDownLatch go = new CountDownLatch(1);
        server.serve(exchange -> {
            awaitUninterruptibly(go);
            WebhookServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        List<CompletableFuture<WebhookAnswer>> flood = IntStream.range(0, 64 + 4096)
                .mapToObj(i -> webhook.ask(question("/" + i), CLIENT).toCompletableFuture())
                .toList();

        assertThat(why(webhook, by("192.0.2.2", null))).isEqualTo(Cause.OVERLOAD);
        pass(LONG.plusNanos(1));
        go.countDown();
        await().until(() -> flood.stream().allMatch(CompletableFuture::isDone));
        // Those that waited for longer than an answer may take are not asked any more.
        assertThat(flood.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(4096);
    }

    @Test
    void shouldLeaveAServiceAloneThatIsDownAndTryItAgain() throws Exception {
        Webhook webhook = webhook(LONG, false, CACHE);
        server.stop();
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertFails(webhook, "/a", "The webhook failed");
        }
        assertFails(webhook, "/a", "is not called for now");
        server.restart();
        pass(BREAKER.minusNanos(1));
        assertFails(webhook, "/a", "is not called for now");
        assertThat(server.questions()).isEmpty();

        pass(Duration.ofNanos(1));
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.ALLOWED);
        assertThat(ask(webhook, "/b")).isEqualTo(WebhookAnswer.ALLOWED);
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void shouldRememberAnAnswerForAWhile() {
        Webhook webhook = webhook(LONG, false, CACHE);
        server.serve(403, "");
        ask(webhook, "/a");
        server.serve(200, YES);
        pass(CACHE.minusNanos(1));
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.DENIED);
        assertThat(server.questions()).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.ALLOWED);
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void shouldRememberNoFailure() {
        Webhook webhook = webhook(LONG, false, CACHE);
        server.serve(500, "");
        assertFails(webhook, "/a", "it answers 500");
        server.serve(200, YES);

        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.ALLOWED);
    }

    @Test
    void shouldRememberAnAnswerNoLongerThanItsExpiry() {
        Webhook webhook = webhook(LONG, false, CACHE);
        server.serve(200, "{\"allow\":true,\"expiry\":\"2026-01-01T00:00:03Z\"}");
        ask(webhook, "/a");
        pass(Duration.ofSeconds(3).minusNanos(1));
        ask(webhook, "/a");
        assertThat(server.questions()).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.DENIED);
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void shouldTellQuestionsApartByAllThatIsInThem() {
        Webhook webhook = webhook(LONG, false, CACHE);
        Map<String, String> none = Map.of();
        List<WebhookQuestion> different = List.of(
                WebhookQuestion.subscribe(List.of("/a"), "1", none, null),
                WebhookQuestion.subscribe(List.of("/a", "/b"), "1", none, null),
                WebhookQuestion.subscribe(List.of("/a"), "2", none, null),
                WebhookQuestion.subscribe(List.of("/a"), "1", Map.of("h", "1"), null),
                WebhookQuestion.subscribe(List.of("/a"), "1", Map.of("h", "2"), null),
                WebhookQuestion.subscribe(List.of("/a"), "1", none, "alice"),
                WebhookQuestion.subscribe(List.of("/a\",\"/b"), "1", none, null),
                WebhookQuestion.publish(List.of("/a"), false, "1", none, null),
                WebhookQuestion.publish(List.of("/a"), true, "1", none, null));
        different.forEach(question -> answer(webhook, question));
        different.forEach(question -> answer(webhook, question));

        assertThat(server.questions()).hasSize(different.size()).doesNotHaveDuplicates();
    }

    @Test
    void shouldAskEachTimeWithoutACache() {
        Webhook webhook = webhook();
        ask(webhook, "/a");
        ask(webhook, "/a");

        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void shouldAskOnceForAllWhoAskTheSameAtOnce() {
        CountDownLatch go = new CountDownLatch(1);
        server.serve(exchange -> {
            awaitUninterruptibly(go);
            WebhookServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook(LONG, false, CACHE);
        List<CompletableFuture<WebhookAnswer>> answers = IntStream.range(0, 100)
                .mapToObj(i -> webhook.ask(question("/a"), CLIENT).toCompletableFuture())
                .toList();
        go.countDown();

        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers).allMatch(answer -> answer.join().isAllowed());
        assertThat(server.questions()).hasSize(1);
    }

    @Test
    void shouldNotLetOneWhoGivesUpTakeTheAnswerFromTheOthers() {
        CountDownLatch go = new CountDownLatch(1);
        server.serve(exchange -> {
            awaitUninterruptibly(go);
            WebhookServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook(LONG, false, CACHE);
        CompletableFuture<WebhookAnswer> first =
                webhook.ask(question("/a"), CLIENT).toCompletableFuture();
        CompletableFuture<WebhookAnswer> second =
                webhook.ask(question("/a"), CLIENT).toCompletableFuture();
        first.cancel(true);
        go.countDown();

        assertThat(second).succeedsWithin(LONG).isEqualTo(WebhookAnswer.ALLOWED);
    }

    @Test
    void shouldAskNoMoreAtOnceThanItMayAndAllInTheEnd() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.serve(exchange -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaitUninterruptibly(go);
            atOnce.decrementAndGet();
            WebhookServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook();
        List<CompletableFuture<WebhookAnswer>> answers = IntStream.range(0, 200)
                .mapToObj(i -> webhook.ask(question("/" + i), CLIENT).toCompletableFuture())
                .toList();
        await().until(() -> atOnce.get() == 64);
        go.countDown();

        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers).allMatch(answer -> answer.join().isAllowed());
        assertThat(most).hasValueLessThanOrEqualTo(64);
        assertThat(server.questions()).hasSize(200);
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

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
