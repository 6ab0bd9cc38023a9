package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.auth.Grants;
import io.ssegateway.auth.webhook.Webhook;
import io.ssegateway.auth.webhook.WebhookAnswer;
import io.ssegateway.auth.webhook.WebhookQuestion;
import io.ssegateway.auth.webhook.WebhookUnavailableException;
import io.ssegateway.config.AuthConfig;
import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.http.Unavailable;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Says what a request may do: by its token, by what is revoked, and by what the operator's webhook says, if there is one. Safe for use by any
 * thread; nothing blocks. What fails is a {@link Problem}: 401, 403 or 503.
 */
public final class Authorizer {
    private static final int RETRY_SECONDS = 5;
    /** Of all updates of a request, where they are to be told to a webhook. */
    private static final int MAX_TOPICS = 1_000;

    private final boolean publishingNeedsGrants;
    private final Tokens tokens;
    private final RevocationChecks revocations;
    private final Optional<Webhook> webhook;

    /** An authorizer; {@code webhook} is asked last, and only about what would be let pass. */
    public Authorizer(AuthConfig config, Tokens tokens, RevocationChecks revocations, Optional<Webhook> webhook) {
        this.publishingNeedsGrants = config.publishingNeedsToken();
        this.tokens = tokens;
        this.revocations = revocations;
        this.webhook = webhook;
    }

    /**
     * A stream that may open.
     *
     * @param grants   whose it is
     * @param interest what it gets: what was asked for, or what the webhook says, and what of that may be private
     */
    public record Admission(Grants grants, Interest interest) {}

    /** Who a request for a stream, or about subscriptions, is from. */
    public CompletionStage<Grants> subscriber(Exchange exchange) {
        return tokens.subscriber(exchange).thenApply(this::notRevoked);
    }

    /** Whether a stream of {@code subscriber} may open, and as what. */
    public CompletionStage<Admission> admit(Exchange exchange, Grants subscriber, StreamRequest request) {
        return webhook.map(hook -> ask(hook, exchange, request, subscriber))
                .orElseGet(() -> CompletableFuture.completedStage(admission(subscriber, request.interest())));
    }

    private CompletionStage<Admission> ask(Webhook hook, Exchange exchange, StreamRequest request, Grants grants) {
        WebhookQuestion question = WebhookQuestion.subscribe(
                request.interest().texts(), address(exchange), hook.forwarded(exchange::headers), grants.subject());
        return answer(hook, question).thenApply(answer -> {
            List<TopicMatcher> topics = answer.topics();
            return admission(answer.extend(grants), topics == null ? request.interest() : interest(topics));
        });
    }

    private static Interest interest(List<TopicMatcher> topics) {
        try {
            return new Interest(topics);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    HttpResponseStatus.FORBIDDEN, "What the webhook lets this stream have: " + e.getMessage());
        }
    }

    private Admission admission(Grants grants, Interest wanted) {
        Interest interest = granted(grants, wanted);
        if (revocations.isRevoked(grants, interest)) {
            throw revoked();
        }
        return new Admission(grants, interest);
    }

    private static Interest granted(Grants grants, Interest wanted) {
        if (grants.subscribe().isEmpty()) {
            return wanted;
        }
        try {
            return wanted.granted(grants.subscribe());
        } catch (IllegalArgumentException e) {
            throw new Problem(HttpResponseStatus.FORBIDDEN, "The token's mercure.subscribe: " + e.getMessage());
        }
    }

    /**
     * Who a request to publish is from.
     *
     * @throws Problem what is clear at once, so that nobody's body is read who may not publish
     */
    public CompletionStage<Grants> publisher(Exchange exchange) {
        CompletableFuture<Grants> publisher =
                tokens.publisher(exchange).thenApply(this::notRevoked).toCompletableFuture();
        if (publisher.isCompletedExceptionally()) {
            exchange.when(publisher, nobody -> {});
        }
        return publisher;
    }

    /** Completes if all of the updates may be published; fails with 403 and the first topic that is not granted if not. */
    public CompletionStage<Void> permit(Exchange exchange, Grants publisher, List<Update> updates) {
        if (publishingNeedsGrants) {
            updates.forEach(update -> checkGranted(publisher, update));
        }
        return webhook.map(hook -> CompletableFuture.allOf(
                        ask(hook, exchange, publisher, updates, false), ask(hook, exchange, publisher, updates, true)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** One question about all public or all private updates of a request: thousands of questions would keep others waiting. */
    private static CompletableFuture<?> ask(
            Webhook hook, Exchange exchange, Grants publisher, List<Update> updates, boolean isPrivate) {
        List<String> topics = updates.stream()
                .filter(update -> update.isPrivate() == isPrivate)
                .flatMap(update -> update.topics().stream())
                .map(Topic::name)
                .distinct()
                .toList();
        if (topics.size() > MAX_TOPICS) {
            throw Problem.badRequest("The updates of one request have at most " + MAX_TOPICS
                    + " different topics here, as the application is asked about them; send several requests.");
        }
        return topics.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : answer(hook, question(hook, exchange, publisher, topics, isPrivate))
                        .toCompletableFuture();
    }

    private static void checkGranted(Grants publisher, Update update) {
        for (Topic topic : update.topics()) {
            if (!publisher.mayPublish(List.of(topic))) {
                throw new Problem(
                        HttpResponseStatus.FORBIDDEN,
                        "The token does not grant publishing to the topic " + topic.name()
                                + " (mercure.publish); nothing was published.");
            }
        }
    }

    private static WebhookQuestion question(
            Webhook hook, Exchange exchange, Grants publisher, List<String> topics, boolean isPrivate) {
        return WebhookQuestion.publish(
                topics, isPrivate, address(exchange), hook.forwarded(exchange::headers), publisher.subject());
    }

    private static CompletionStage<WebhookAnswer> answer(Webhook hook, WebhookQuestion question) {
        return hook.ask(question)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(problem(failure)))
                .thenApply(answer -> {
                    if (!answer.isAllowed()) {
                        throw new Problem(HttpResponseStatus.FORBIDDEN, "The application does not allow this.");
                    }
                    return answer;
                });
    }

    private static Throwable problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof WebhookUnavailableException
                ? new Unavailable(RejectReason.WEBHOOK_UNAVAILABLE, RETRY_SECONDS)
                : cause;
    }

    private Grants notRevoked(Grants grants) {
        if (!revocations.isKnown()) {
            throw new Unavailable(RejectReason.LOG_UNAVAILABLE, RETRY_SECONDS);
        }
        if (revocations.isRevoked(grants)) {
            throw revoked();
        }
        return grants;
    }

    private static Problem revoked() {
        return new Problem(HttpResponseStatus.FORBIDDEN, "This was revoked by an operator.");
    }

    private static String address(Exchange exchange) {
        return exchange.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress().getHostAddress()
                : "";
    }
}
