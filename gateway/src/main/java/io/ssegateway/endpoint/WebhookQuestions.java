package io.ssegateway.endpoint;

import io.ssegateway.auth.Grants;
import io.ssegateway.auth.webhook.Webhook;
import io.ssegateway.auth.webhook.WebhookAnswer;
import io.ssegateway.auth.webhook.WebhookQuestion;
import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.limit.Client;
import io.ssegateway.topic.Topic;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the operator's webhook is asked about a request. */
final class WebhookQuestions {
    /** Of all updates of a request. */
    private static final int MAX_TOPICS = 1_000;

    private final Webhook hook;
    private final Exchange exchange;

    WebhookQuestions(Webhook hook, Exchange exchange) {
        this.hook = hook;
        this.exchange = exchange;
    }

    /** Whether a stream may open. */
    WebhookQuestion subscribe(List<String> topics, Grants grants) {
        return WebhookQuestion.subscribe(topics, address(), hook.forwarded(exchange::headers), grants.subject());
    }

    /**
     * Whether all public or all private updates of a request may be published: one question, because thousands would
     * delay others.
     *
     * @return empty if there are none
     * @throws Problem 400 if they have too many topics
     */
    Optional<WebhookQuestion> publish(List<Update> updates, boolean isPrivate, Grants grants) {
        List<String> topics = updates.stream()
                .filter(update -> update.isPrivate() == isPrivate)
                .flatMap(update -> update.topics().stream())
                .map(Topic::name)
                .distinct()
                .toList();
        if (topics.size() > MAX_TOPICS) {
            throw Problem.badRequest("The updates of one request may have at most " + MAX_TOPICS
                    + " different topics, because the webhook authorizes them together; send several requests.");
        }
        return topics.isEmpty()
                ? Optional.empty()
                : Optional.of(WebhookQuestion.publish(
                        topics, isPrivate, address(), hook.forwarded(exchange::headers), grants.subject()));
    }

    /** Asks, for the client that the request is from. */
    CompletionStage<WebhookAnswer> ask(WebhookQuestion question) {
        return hook.ask(question, Client.of(exchange.channel()));
    }

    private String address() {
        return exchange.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress().getHostAddress()
                : "";
    }
}
