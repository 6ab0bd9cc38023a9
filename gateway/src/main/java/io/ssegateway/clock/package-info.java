/** The time by which event loops run. Dates come from an {@link java.time.InstantSource}, spans from a ticker. */
@NullMarked
package io.ssegateway.clock;

import org.jspecify.annotations.NullMarked;
