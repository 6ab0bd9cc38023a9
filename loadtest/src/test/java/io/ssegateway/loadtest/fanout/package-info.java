/** Tests of who gets which message, and of client processes. */
@NullMarked
package io.ssegateway.loadtest.fanout;

import org.jspecify.annotations.NullMarked;
