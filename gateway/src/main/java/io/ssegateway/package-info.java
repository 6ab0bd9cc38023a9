/** The command line ({@code GatewayMain}) and the only wiring ({@code Gateway}). */
@NullMarked
package io.ssegateway;

import org.jspecify.annotations.NullMarked;
