/**
 * The listeners: transports, pipelines as readable lists, refusing connections over a limit, and letting streams go
 * before the process stops.
 */
@NullMarked
package io.ssegateway.server;

import org.jspecify.annotations.NullMarked;
