package io.ssegateway.auth.webhook;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.auth.BoundedHttp;
import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.config.Reason;
import io.ssegateway.config.WebhookConfig;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;

/** Asks the service one question, unless it is unavailable. */
final class WebhookCall {

    /** How large an answer may be, in bytes. */
    static final int MAX_BYTES = 64 * 1024;

    private final URI uri;
    private final BoundedHttp http;
    private final AnswerReader reader;
    private final CircuitBreaker breaker;

    WebhookCall(WebhookConfig config, InstantSource clock, Ticker ticker) {
        this.uri = URI.create(config.url());
        this.http = new BoundedHttp(config.timeout(), MAX_BYTES, "an answer");
        this.reader = new AnswerReader(clock);
        // Its query may be secret.
        this.breaker = new CircuitBreaker(
                uri.getScheme() + "://" + uri.getAuthority() + uri.getPath(), config.breaker(), ticker);
    }

    /**
     * Asks the service.
     *
     * @param asker whose question it is
     * @return fails with a {@link WebhookUnavailableException}
     */
    CompletableFuture<WebhookAnswer> ask(String asker, String question) {
        if (!breaker.allows(asker)) {
            return CompletableFuture.failedFuture(new WebhookUnavailableException(
                    Cause.ABSENCE, "The webhook is not called for now, because it has failed repeatedly."));
        }
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(question))
                .build();
        CompletableFuture<WebhookAnswer> answer = new CompletableFuture<>();
        http.send(request)
                .thenApply(response -> reader.read(response.statusCode(), response.body()))
                .whenComplete((read, failure) -> {
                    if (failure == null) {
                        breaker.succeeded();
                        answer.complete(read);
                    } else {
                        answer.completeExceptionally(failed(asker, failure));
                    }
                });
        return answer;
    }

    /** Reports a failure to the breaker. */
    private WebhookUnavailableException failed(String asker, Throwable failure) {
        String why = Reason.of(failure);
        Cause cause = Cause.FAILURE;
        if (failure.getCause() instanceof QuestionRefusedException) {
            breaker.succeeded();
        } else if (isAboutTheConnection(failure)) {
            cause = Cause.ABSENCE;
            breaker.failedToConnect(why);
        } else {
            breaker.failed(asker, why);
        }
        return new WebhookUnavailableException(cause, "The webhook failed: " + why);
    }

    /** Whether the connection failed before the question was sent. A later failure may be due to the question. */
    private static boolean isAboutTheConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }
}
