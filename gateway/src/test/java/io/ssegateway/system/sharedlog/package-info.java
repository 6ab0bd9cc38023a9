/** Several gateways in this process that share one log in Redis. */
@NullMarked
package io.ssegateway.system.sharedlog;

import org.jspecify.annotations.NullMarked;
