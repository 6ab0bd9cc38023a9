/**
 * Every meter's name in one list, a recorder that costs nothing where no metrics are wanted, and its Micrometer binding.
 *
 * <p>May be imported from anywhere. The reasons why streams close and connections are refused live here because they are
 * label values: the same word stands in the metric, in the log line and in the inspector.
 */
@NullMarked
package io.ssegateway.metrics;

import org.jspecify.annotations.NullMarked;
