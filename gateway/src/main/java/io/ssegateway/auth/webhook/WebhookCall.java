package io.ssegateway.auth.webhook;

import io.ssegateway.auth.BoundedHttp;
import io.ssegateway.config.WebhookConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Asks the service one question, unless that has failed too often. */
final class WebhookCall implements Function<String, CompletableFuture<WebhookAnswer>> {

    /** How large an answer may be, in bytes. */
    static final int MAX_BYTES = 64 * 1024;

    private final URI uri;
    private final BoundedHttp http;
    private final AnswerReader reader;
    private final CircuitBreaker breaker;

    WebhookCall(WebhookConfig config, InstantSource clock, LongSupplier nanoClock) {
        this.uri = URI.create(config.url());
        this.http = new BoundedHttp(config.timeout(), MAX_BYTES, "an answer");
        this.reader = new AnswerReader(clock);
        // Its query may be secret.
        this.breaker = new CircuitBreaker(
                uri.getScheme() + "://" + uri.getAuthority() + uri.getPath(), config.breaker(), nanoClock);
    }

    /** Fails with a {@link WebhookUnavailableException}. */
    @Override
    public CompletableFuture<WebhookAnswer> apply(String question) {
        if (!breaker.allows()) {
            return CompletableFuture.failedFuture(
                    new WebhookUnavailableException("The webhook is not asked for a while, as it has failed."));
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
                        String why = why(failure);
                        if (failure.getCause() instanceof QuestionRefusedException) {
                            breaker.succeeded();
                        } else {
                            breaker.failed(why);
                        }
                        answer.completeExceptionally(new WebhookUnavailableException("The webhook failed: " + why));
                    }
                });
        return answer;
    }

    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
