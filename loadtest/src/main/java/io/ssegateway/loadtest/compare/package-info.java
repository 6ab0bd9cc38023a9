/**
 * Measures servers side by side: each in processes of its own, taking turns round by round, with one client and on one
 * machine, so that their figures may be divided by one another. {@link io.ssegateway.loadtest.compare.CompareRun} does
 * it, {@link io.ssegateway.loadtest.compare.measurement.Summary} is what it comes to.
 */
@NullMarked
package io.ssegateway.loadtest.compare;

import org.jspecify.annotations.NullMarked;
