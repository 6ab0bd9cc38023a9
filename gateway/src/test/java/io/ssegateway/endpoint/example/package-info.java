/** The stream that {@code docs/streams.md} shows: compiled and tested, so that what the document says works. */
@NullMarked
package io.ssegateway.endpoint.example;

import org.jspecify.annotations.NullMarked;
