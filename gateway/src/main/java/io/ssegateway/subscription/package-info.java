/**
 * Active subscriptions, as the Mercure specification has them: who follows which topic selector now, on all gateways
 * that share the log. {@code Subscriptions} is told of streams that open and close. It keeps a row for each
 * subscription in a shared table, publishes an update when one begins and ends, and puts right what a node left behind
 * that died.
 *
 * <p>The row always changes before its update is published. So whoever notes the log's newest position, then reads the
 * table, and then follows the updates behind that position, misses nothing.
 */
@NullMarked
package io.ssegateway.subscription;

import org.jspecify.annotations.NullMarked;
