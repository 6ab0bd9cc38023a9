package io.ssegateway.config;

import java.time.Duration;
import java.util.List;

/**
 * The operator's own service, which is asked before a stream opens or an update is taken.
 *
 * @param url where it is; empty for nowhere
 * @param timeout how long an answer may take, to its last byte
 * @param failOpen whether streams of public updates open, and updates are taken, while it is away; nothing otherwise
 * @param cache how long an answer counts for the same question; zero: never again
 * @param headers what of a request's headers it is told, by name
 * @param breaker for how long it is not asked after it has failed several clients in a row
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

    /** Whether anybody is asked. */
    public boolean hasUrl() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return "WebhookConfig[url=" + Texts.withoutQuery(url) + ", timeout=" + timeout + ", failOpen=" + failOpen
                + ", cache=" + cache + ", headers=" + headers + ", breaker=" + breaker + "]";
    }
}
