package io.ssegateway.cluster;

import java.time.Instant;

/**
 * One gateway of those that share a log.
 *
 * @param id its name
 * @param since when it started, by its own clock
 * @param streams its open streams
 * @param position how far its tail has read the log
 * @param lagMillis how much older that is than the end of the log, in milliseconds; 0 if it has all
 */
public record Node(String id, Instant since, int streams, String position, long lagMillis) {}
