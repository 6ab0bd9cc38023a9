/**
 * The event log: the ordered record of updates that everything else reads. {@code EventLog} is the contract; each kind
 * of log has its own package.
 */
@NullMarked
package io.ssegateway.eventlog;

import org.jspecify.annotations.NullMarked;
