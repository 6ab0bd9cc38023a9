/** Tests of the wire format: golden files, properties over random events and bytes, and the faults worth a name. */
@NullMarked
package io.ssegateway.protocol.sse;

import org.jspecify.annotations.NullMarked;
