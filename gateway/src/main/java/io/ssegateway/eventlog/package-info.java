/**
 * The event log: the ordered record of updates that everything else reads. {@code EventLog} is the contract; each kind
 * of log stands in a package of its own.
 */
@NullMarked
package io.ssegateway.eventlog;

import org.jspecify.annotations.NullMarked;
