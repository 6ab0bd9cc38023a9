package io.ssegateway.eventlog;

/**
 * One update in the log.
 *
 * @param position where it stands
 * @param update   what was published; its event has an id: the publisher's or, if there was none, the position
 */
public record Entry(Position position, Update update) {}
