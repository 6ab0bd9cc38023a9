package io.ssegateway.auth.webhook;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.config.WebhookConfig;
import io.ssegateway.limit.Bulkhead;
import io.ssegateway.limit.Client;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the operator's service whether something may be done. Safe for any thread; never blocks. */
public final class Webhook {
    /** Calls that may be under way, each on a connection. */
    public static final int MAX_CALLS = 64;

    private static final int MAX_WAITING = 4096;

    private final boolean failOpen;
    private final List<String> headers;
    private final Bulkhead bulkhead;
    private final WebhookCall call;
    private final @Nullable AnswerCache cache;

    private Webhook(WebhookConfig config, InstantSource clock, Ticker ticker) {
        this.failOpen = config.failOpen();
        this.headers = config.headers().stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        this.bulkhead = new Bulkhead(
                MAX_CALLS,
                MAX_WAITING,
                config.timeout(),
                ticker,
                () -> new WebhookUnavailableException(
                        Cause.OVERLOAD, "Too many requests are waiting for the webhook."));
        this.call = new WebhookCall(config, clock, ticker);
        this.cache = config.cache().isZero() ? null : new AnswerCache(config.cache(), clock, ticker);
    }

    /** The webhook of a configuration; empty if there is none. */
    public static Optional<Webhook> of(WebhookConfig config) {
        return of(config, InstantSource.system(), Ticker.systemTicker());
    }

    static Optional<Webhook> of(WebhookConfig config, InstantSource clock, Ticker ticker) {
        return config.hasUrl() ? Optional.of(new Webhook(config, clock, ticker)) : Optional.empty();
    }

    /** Whether, while the service is unavailable, every client may get public updates and publish. */
    public boolean failsOpen() {
        return failOpen;
    }

    /**
     * The request's headers to send to the service: those of {@code auth.webhook.headers}, in lower case; repeated
     * values are joined with commas.
     *
     * @param request answers all values of a header whose name is given in any case
     */
    public Map<String, String> forwarded(Function<String, List<String>> request) {
        Map<String, String> forwarded = new TreeMap<>();
        for (String header : headers) {
            List<String> values = request.apply(header);
            if (!values.isEmpty()) {
                forwarded.put(header, String.join(", ", values));
            }
        }
        return forwarded;
    }

    /**
     * Asks, or returns the cached answer to the same question.
     *
     * @param client for whom; the question is dropped once the client has left
     * @return completes on any thread but an event loop's, unless it is complete at once; fails with a
     *     {@link WebhookUnavailableException} if there is no valid answer
     */
    public CompletionStage<WebhookAnswer> ask(WebhookQuestion question, Client client) {
        String json = question.toJson();
        String asker = question.asker();
        if (cache == null) {
            return send(client, asker, json).copy();
        }
        AtomicBoolean isFirst = new AtomicBoolean();
        CompletableFuture<WebhookAnswer> shared = cache.get(json, same -> {
            isFirst.set(true);
            return send(client, asker, same);
        });
        // What another client had asked was dropped, perhaps as that client has left: then this one asks itself.
        return shared.exceptionallyCompose(failure -> !isFirst.get() && isOverload(failure)
                ? cache.get(json, same -> send(client, asker, same))
                : CompletableFuture.failedFuture(failure));
    }

    private static boolean isOverload(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof WebhookUnavailableException unavailable && unavailable.why() == Cause.OVERLOAD;
    }

    private CompletableFuture<WebhookAnswer> send(Client client, String asker, String question) {
        return bulkhead.submit(client, () -> call.ask(asker, question));
    }
}
