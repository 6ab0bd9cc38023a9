/** The time source of event loops. Dates come from an {@link java.time.InstantSource}, durations from a ticker. */
@NullMarked
package io.ssegateway.clock;

import org.jspecify.annotations.NullMarked;
