package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.limit.Client;
import io.ssegateway.testing.WebServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Questions that are asked once, and how many are asked at once. */
class WebhookCacheTest extends WebhookFixture {
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
            WebServer.answer(exchange, 200, YES);
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
            WebServer.answer(exchange, 200, YES);
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
    void shouldAskAgainForAllWhoJoinedOneThatHasLeft() {
        CountDownLatch go = new CountDownLatch(1);
        server.serve(exchange -> {
            awaitUninterruptibly(go);
            WebServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook(LONG, false, CACHE);
        IntStream.range(0, Webhook.MAX_CALLS).forEach(i -> webhook.ask(question("/" + i), CLIENT));
        AtomicBoolean gone = new AtomicBoolean();
        webhook.ask(question("/a"), new Client(2, gone::get));
        List<CompletableFuture<WebhookAnswer>> others = IntStream.range(0, 3)
                .mapToObj(i -> webhook.ask(question("/a"), CLIENT).toCompletableFuture())
                .toList();
        gone.set(true);
        go.countDown();

        assertThat(others)
                .allSatisfy(other -> assertThat(other).succeedsWithin(LONG).isEqualTo(WebhookAnswer.ALLOWED));
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
            WebServer.answer(exchange, 200, YES);
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
}
