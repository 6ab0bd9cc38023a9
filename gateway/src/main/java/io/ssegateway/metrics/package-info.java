/**
 * Every meter's name in one list, a recorder that costs nothing where no metrics are wanted, and its Micrometer
 * binding.
 *
 * <p>May be imported from anywhere. The reasons why streams close, have gaps and are refused live here because they are
 * label values: the same word stands in the metric, in the log line, in the inspector or on the wire.
 */
@NullMarked
package io.ssegateway.metrics;

import org.jspecify.annotations.NullMarked;
