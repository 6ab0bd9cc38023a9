package io.ssegateway.hub;

/**
 * What a publisher is told.
 *
 * @param id     the update's id, as subscribers see it
 * @param sentTo open streams that the update goes to
 */
public record Receipt(String id, int sentTo) {}
