/**
 * The wire format of Server-Sent Events: the value {@code ServerSentEvent}, its encoder and its decoder.
 *
 * <p>Source of the rules: WHATWG HTML, section "Server-sent events".
 */
@NullMarked
package io.ssegateway.protocol.sse;

import org.jspecify.annotations.NullMarked;
