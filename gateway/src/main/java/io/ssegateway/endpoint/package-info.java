/**
 * The endpoints of the routes, one class per behaviour. There are streams of topics ({@code EventsEndpoint}, cursors on
 * the event log), streams of one connection's own events ({@code StreamSource}; the sub-package {@code demo} has
 * examples), publishing, and the operator's views and actions. An endpoint reads and checks its request, then leaves
 * the work to {@code hub} and {@code fanout}.
 */
@NullMarked
package io.ssegateway.endpoint;

import org.jspecify.annotations.NullMarked;
