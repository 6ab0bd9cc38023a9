/**
 * The operator's own service, which authorizes streams and updates over HTTP, in addition to tokens or in place of
 * them.
 *
 * <pre>
 *   WebhookQuestion ── Webhook ── cache ──▶ Bulkhead ── WebhookCall (CircuitBreaker) ──▶ WebhookAnswer
 * </pre>
 *
 * <p>No event loop waits: calls run on threads of the HTTP client, with a limit on concurrent and on waiting calls. An
 * answer that is neither a yes nor a no, is late or too large, is a failure, and the request is denied. Only while the
 * service is unavailable, which no client can cause by its request, may the operator choose to allow more.
 */
@NullMarked
package io.ssegateway.auth.webhook;

import org.jspecify.annotations.NullMarked;
