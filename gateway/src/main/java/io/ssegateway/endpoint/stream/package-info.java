/**
 * How a request becomes a stream: the checks, the head of the answer, and the switch of the connection from HTTP to a
 * stream.
 */
@NullMarked
package io.ssegateway.endpoint.stream;

import org.jspecify.annotations.NullMarked;
