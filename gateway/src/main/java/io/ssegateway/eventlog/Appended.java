package io.ssegateway.eventlog;

/**
 * What became of an update that was appended.
 *
 * @param position where it stands in the log
 * @param id what subscribers see and resume by: the publisher's id or, if there was none, the position
 * @param duplicate whether the log had an update with this id already; then the position is that one's, and nothing was
 *     appended
 */
public record Appended(Position position, String id, boolean duplicate) {}
