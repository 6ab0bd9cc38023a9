/** What was measured, each time and over all rounds: kept as CSV, summed up, shown as a table. */
@NullMarked
package io.ssegateway.loadtest.compare.measurement;

import org.jspecify.annotations.NullMarked;
