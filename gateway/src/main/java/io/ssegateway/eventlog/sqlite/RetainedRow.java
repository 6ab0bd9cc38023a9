package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Retained;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * What must be known of an entry in the file to drop it.
 *
 * @param number its number
 * @param topics of its update
 */
record RetainedRow(long number, long estimatedBytes, Position position, List<Topic> topics, boolean isPrivate)
        implements Retained {}
