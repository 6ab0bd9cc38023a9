/** A load client for any SSE server, and the micro-benchmarks of the gateway's own parts. */
@NullMarked
package io.ssegateway.loadtest;

import org.jspecify.annotations.NullMarked;
