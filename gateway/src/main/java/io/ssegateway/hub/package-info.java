/** The façade of the core: publish an update, and it is numbered, encoded once and handed to the streams. */
@NullMarked
package io.ssegateway.hub;

import org.jspecify.annotations.NullMarked;
