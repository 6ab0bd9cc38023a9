/**
 * The servers that are compared: what each is, what it needs on this machine, how it is started, subscribed to,
 * published to and stopped. Each runs in processes of its own; none of them outlives this one.
 */
@NullMarked
package io.ssegateway.loadtest.compare.peer;

import org.jspecify.annotations.NullMarked;
