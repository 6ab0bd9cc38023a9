package io.ssegateway.hub;

/**
 * What a publisher is told.
 *
 * @param id     the update's id, as subscribers see it
 * @param sentTo open streams that the update goes to; for an update of several topics, a stream that asked for several of
 *               them counts once for each
 */
public record Receipt(String id, int sentTo) {}
