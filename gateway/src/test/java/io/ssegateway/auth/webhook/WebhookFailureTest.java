package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are none. */
class WebhookFailureTest extends WebhookFixture {
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
            WebServer.answer(exchange, status, status == 204 ? "" : YES);
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
}
