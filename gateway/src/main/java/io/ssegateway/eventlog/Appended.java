package io.ssegateway.eventlog;

/**
 * The result of appending an update.
 *
 * @param position its position in the log
 * @param id what subscribers see and resume by: the publisher's id or, if there was none, the position
 * @param duplicate whether the log already had an update with this id; then the position is that of the earlier one,
 *     and nothing was appended
 */
public record Appended(Position position, String id, boolean duplicate) {}
