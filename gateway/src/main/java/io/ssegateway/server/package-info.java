/**
 * The listeners: transports, pipelines as readable lists, rejecting connections over a limit, and closing streams
 * before the process stops.
 */
@NullMarked
package io.ssegateway.server;

import org.jspecify.annotations.NullMarked;
