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
import io.ssegateway.limit.Client;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Decides what a request may do: by its token, by revocations, and by the operator's webhook, if there is one. Safe for
 * use by any thread; nothing blocks. Failures are a {@link Problem}: 401, 403 or 503.
 */
public final class Authorizer {
    private static final int RETRY_SECONDS = 5;

    private final boolean publishingNeedsGrants;
    private final TokenAuthenticator tokens;
    private final RevocationChecks revocations;
    private final Optional<Webhook> webhook;
    private final ProvisionalStreams provisional;

    /**
     * An authorizer.
     *
     * @param webhook is asked last, and only about requests that would otherwise be allowed
     * @param provisional keeps the streams that open while it is unavailable
     */
    public Authorizer(
            AuthConfig config,
            TokenAuthenticator tokens,
            RevocationChecks revocations,
            Optional<Webhook> webhook,
            ProvisionalStreams provisional) {
        this.publishingNeedsGrants = config.publishingNeedsToken();
        this.tokens = tokens;
        this.revocations = revocations;
        this.webhook = webhook;
        this.provisional = provisional;
    }

    /**
     * A stream that may open.
     *
     * @param grants the grants of its client
     * @param interest what it gets: what was asked for, or what the webhook says, and which of that may be private
     * @param opened to be given the stream once it is open
     */
    public record Admission(Grants grants, Interest interest, Consumer<Subscriber> opened) {}

    /** The grants of a request for a stream, or about subscriptions. */
    public CompletionStage<Grants> subscriber(Exchange exchange) {
        return tokens.subscriber(exchange).thenApply(this::notRevoked);
    }

    /** Whether a stream of {@code subscriber} may open, and as what. */
    public CompletionStage<Admission> admit(Exchange exchange, Grants subscriber, StreamRequest request) {
        return webhook.map(hook -> ask(hook, exchange, request, subscriber))
                .orElseGet(() -> CompletableFuture.completedStage(admission(subscriber, request.interest())));
    }

    private CompletionStage<Admission> ask(Webhook hook, Exchange exchange, StreamRequest request, Grants grants) {
        WebhookQuestions questions = new WebhookQuestions(hook, exchange);
        WebhookQuestion question = questions.subscribe(request.interest().texts(), grants);
        return questions
                .ask(question)
                .thenApply(answer -> admission(answer, grants, request.interest()))
                .exceptionallyCompose(failure -> hook.failsOpen() && WebhookUnavailableException.isAbsence(failure)
                        ? CompletableFuture.completedStage(provisional(hook, question, grants, request.interest()))
                        : CompletableFuture.failedStage(problem(failure)));
    }

    private Admission admission(WebhookAnswer answer, Grants grants, Interest wanted) {
        if (!answer.isAllowed()) {
            throw denied();
        }
        List<TopicMatcher> topics = answer.topics();
        return admission(answer.extend(grants), topics == null ? wanted : interest(topics));
    }

    /** A stream of only public updates, as long as the webhook is unavailable. */
    private Admission provisional(Webhook hook, WebhookQuestion question, Grants grants, Interest wanted) {
        Admission admission = admission(grants.withoutSubscribe(), wanted);
        return new Admission(
                admission.grants(),
                admission.interest(),
                stream -> provisional.add(
                        stream,
                        () -> hook.ask(question, Client.of(stream.channel()))
                                .thenApply(answer -> reconsider(answer, grants, wanted, admission))));
    }

    /** Why a stream that opened provisionally is to end, if it is. */
    private Optional<CloseReason> reconsider(WebhookAnswer answer, Grants grants, Interest wanted, Admission has) {
        Admission full = admission(answer, grants, wanted);
        boolean same = full.grants().equals(has.grants()) && full.interest().equals(has.interest());
        return same ? Optional.empty() : Optional.of(CloseReason.WEBHOOK_REAUTHORIZE);
    }

    private static Interest interest(List<TopicMatcher> topics) {
        try {
            return new Interest(topics);
        } catch (IllegalArgumentException e) {
            throw new Problem(HttpResponseStatus.FORBIDDEN, "The webhook's answer for this stream: " + e.getMessage());
        }
    }

    private Admission admission(Grants grants, Interest wanted) {
        Interest interest = granted(grants, wanted);
        if (revocations.isRevoked(grants, interest)) {
            throw revoked();
        }
        return new Admission(grants, interest, stream -> {});
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
     * The grants of a request to publish.
     *
     * @throws Problem if it can be rejected at once, so that its body is not read
     */
    public CompletionStage<Grants> publisher(Exchange exchange) {
        CompletableFuture<Grants> publisher =
                tokens.publisher(exchange).thenApply(this::notRevoked).toCompletableFuture();
        if (publisher.isCompletedExceptionally()) {
            exchange.when(publisher, nobody -> {});
        }
        return publisher;
    }

    /** Whether a request's token is known to be a publisher's, not a subscriber's; throws as {@link #publisher}. */
    public boolean knowsPublisher(Exchange head) {
        Grants known = publisher(head).toCompletableFuture().getNow(Grants.ANONYMOUS);
        return publishingNeedsGrants ? !known.publish().isEmpty() : !Grants.ANONYMOUS.equals(known);
    }

    /**
     * Continues if all of the updates may be published; otherwise answers 403 with the first topic that is not granted.
     *
     * @param publisher the result of {@link #publisher}
     */
    public void permit(Exchange exchange, CompletionStage<Grants> publisher, List<Update> updates, Runnable then) {
        exchange.when(publisher, grants -> {
            if (publishingNeedsGrants) {
                updates.forEach(update -> checkGranted(grants, update));
            }
            if (webhook.isEmpty()) {
                then.run();
                return;
            }
            WebhookQuestions questions = new WebhookQuestions(webhook.get(), exchange);
            exchange.when(ask(webhook.get(), questions, grants, updates), permitted -> then.run());
        });
    }

    private static CompletableFuture<Void> ask(
            Webhook hook, WebhookQuestions questions, Grants publisher, List<Update> updates) {
        return CompletableFuture.allOf(Stream.of(false, true)
                .flatMap(isPrivate -> questions.publish(updates, isPrivate, publisher).stream())
                .map(question -> answer(hook, questions, question).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
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

    private static CompletionStage<WebhookAnswer> answer(
            Webhook hook, WebhookQuestions questions, WebhookQuestion question) {
        return questions
                .ask(question)
                .exceptionallyCompose(failure -> hook.failsOpen() && WebhookUnavailableException.isAbsence(failure)
                        ? CompletableFuture.completedStage(WebhookAnswer.ALLOWED)
                        : CompletableFuture.failedStage(problem(failure)))
                .thenApply(answer -> {
                    if (!answer.isAllowed()) {
                        throw denied();
                    }
                    return answer;
                });
    }

    private static Problem denied() {
        return new Problem(HttpResponseStatus.FORBIDDEN, "The application does not allow this.");
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private static Throwable problem(Throwable failure) {
        Throwable cause = unwrapped(failure);
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
}
