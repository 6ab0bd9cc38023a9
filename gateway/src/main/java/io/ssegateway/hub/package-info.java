/**
 * The façade of the core, for endpoints: an update goes in and becomes a place in the log; an id that a client has
 * becomes the place from which its stream goes on.
 */
@NullMarked
package io.ssegateway.hub;

import org.jspecify.annotations.NullMarked;
