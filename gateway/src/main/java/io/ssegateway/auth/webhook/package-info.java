/**
 * The operator's own service, which is asked by HTTP before a stream opens or an update is taken, beside or in place of
 * tokens.
 *
 * <pre>
 *   WebhookQuestion ── Webhook ── cache ──▶ Bulkhead ── WebhookCall (CircuitBreaker) ──▶ WebhookAnswer
 * </pre>
 *
 * <p>No event loop waits: calls are made on threads of the HTTP client, no more than some at once and some more
 * waiting. What is neither a yes nor a no, is late or too large, is a failure, and nothing is allowed then. Only while
 * the service is away, which no client can bring about by what it asks, the operator may have chosen to let more pass.
 */
@NullMarked
package io.ssegateway.auth.webhook;

import org.jspecify.annotations.NullMarked;
