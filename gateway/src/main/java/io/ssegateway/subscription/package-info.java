/**
 * Active subscriptions, as the Mercure specification has them: which subscriber follows which topic selector now, on
 * all gateways that share the log. {@code Subscriptions} gets each stream that opens and closes. It keeps a row for
 * each subscription in a shared table, publishes an update when one begins and ends, and cleans up after nodes that
 * died.
 *
 * <p>The row always changes before its update is published. So a client that notes the log's newest position, then
 * reads the table, and then follows the updates after that position, misses nothing.
 */
@NullMarked
package io.ssegateway.subscription;

import org.jspecify.annotations.NullMarked;
