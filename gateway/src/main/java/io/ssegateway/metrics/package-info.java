/**
 * The names of all meters in one list, a recorder that costs nothing without metrics, and its Micrometer binding.
 *
 * <p>May be imported from anywhere. The reasons why streams close, have gaps and are rejected are here because they are
 * label values: the metric, the log line, the inspector and the wire use the same word.
 */
@NullMarked
package io.ssegateway.metrics;

import org.jspecify.annotations.NullMarked;
