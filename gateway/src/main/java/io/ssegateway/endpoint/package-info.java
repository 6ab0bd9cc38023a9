/**
 * One class per behaviour: what stands behind each route. There are streams of topics ({@code EventsEndpoint}, cursors
 * on the event log), streams of one connection's own events ({@code StreamSource}; the sub-package {@code demo} has
 * examples), publishing, and what the operator looks at and does. An endpoint reads and checks its request, then leaves
 * the work to {@code hub} and {@code fanout}.
 */
@NullMarked
package io.ssegateway.endpoint;

import org.jspecify.annotations.NullMarked;
