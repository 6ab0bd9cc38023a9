/**
 * The streams of {@code /events}, of a whole gateway in this process: what is asked for, what arrives, how a client
 * resumes.
 */
@NullMarked
package io.ssegateway.system.streams;

import org.jspecify.annotations.NullMarked;
