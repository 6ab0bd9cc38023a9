/** The order of updates: the positions that make an update's id. */
@NullMarked
package io.ssegateway.eventlog;

import org.jspecify.annotations.NullMarked;
