package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;

/**
 * The status of a stream. Read from other threads than its event loop, so it may be a little late.
 *
 * @param state {@code live}; {@code lagging}: its socket is full; {@code replaying}: it reads older updates;
 *     {@code throttled}: it reads at its own interval, and has all updates or waits for its time
 * @param cursor everything up to here was handed to its socket, or is not for it
 * @param lagEvents updates of the whole log after the cursor; negative if the cursor is before the oldest frame in
 *     memory
 * @param lagBytes the same in bytes
 * @param policy what happens to it if it is too slow
 */
public record StreamStatus(String state, Position cursor, long lagEvents, long lagBytes, String policy) {}
