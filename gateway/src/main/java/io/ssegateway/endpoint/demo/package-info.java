/**
 * Streams of one connection each, to look at and to copy from: every one is a {@code StreamSource}, and one line in the
 * route table of {@code Gateway} puts it on a path.
 */
@NullMarked
package io.ssegateway.endpoint.demo;

import org.jspecify.annotations.NullMarked;
