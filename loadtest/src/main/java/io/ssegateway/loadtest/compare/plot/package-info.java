/** Draws what a comparison came to. */
@NullMarked
package io.ssegateway.loadtest.compare.plot;

import org.jspecify.annotations.NullMarked;
