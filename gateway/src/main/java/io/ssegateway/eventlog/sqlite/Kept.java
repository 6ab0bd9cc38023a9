package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * What must be known of an entry to drop it.
 *
 * @param number   its number
 * @param bytes    its estimated size
 * @param position where it stands
 * @param topics   of its update
 * @param isPrivate whether its update is
 */
record Kept(long number, long bytes, Position position, List<Topic> topics, boolean isPrivate) {}
