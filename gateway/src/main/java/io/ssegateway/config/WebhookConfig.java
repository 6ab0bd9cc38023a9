package io.ssegateway.config;

import java.time.Duration;
import java.util.List;

/**
 * The operator's own service, which authorizes streams and updates.
 *
 * @param url its URL; empty for none
 * @param timeout how long an answer may take, to its last byte
 * @param failOpen whether streams of public updates open, and updates are accepted, while it is unavailable
 * @param cache how long an answer is reused for the same question; zero: never
 * @param headers the headers of a request to send along, by name
 * @param breaker how long it is not called after failures for several clients in a row
 */
public record WebhookConfig(
        String url, Duration timeout, boolean failOpen, Duration cache, List<String> headers, Duration breaker) {

    /** @throws ConfigException if a value is out of range, or no URL or name of a header */
    public WebhookConfig {
        Urls.check("auth.webhook.url", url, "https://app.example/may");
        Require.between("auth.webhook.timeout", timeout, Require.ONE_MILLI, Duration.ofMinutes(1));
        Require.between("auth.webhook.cache", cache, Duration.ZERO, Duration.ofHours(1));
        Require.between("auth.webhook.breaker", breaker, Require.ONE_MILLI, Duration.ofMinutes(10));
        headers = List.copyOf(headers);
        Require.headerNames("auth.webhook.headers", headers);
    }

    /** Whether there is a webhook. */
    public boolean hasUrl() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return "WebhookConfig[url=" + Texts.withoutQuery(url) + ", timeout=" + timeout + ", failOpen=" + failOpen
                + ", cache=" + cache + ", headers=" + headers + ", breaker=" + breaker + "]";
    }
}
