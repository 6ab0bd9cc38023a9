/**
 * Which streams of one event loop want which topic. Streams that get the same bytes are an
 * {@link io.ssegateway.index.Audience}; a {@link io.ssegateway.index.TopicIndex} finds the audiences of an update by
 * topic and by pattern.
 */
@NullMarked
package io.ssegateway.index;

import org.jspecify.annotations.NullMarked;
