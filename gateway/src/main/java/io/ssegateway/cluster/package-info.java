/**
 * The gateways that share one event log: their names, how many streams each has and how far its tail lags; and the few
 * facts that they share besides the log.
 */
@NullMarked
package io.ssegateway.cluster;

import org.jspecify.annotations.NullMarked;
