/**
 * How a request becomes a stream: whether it gets one, the head of the answer, and the connection's way out of HTTP.
 */
@NullMarked
package io.ssegateway.endpoint.stream;

import org.jspecify.annotations.NullMarked;
