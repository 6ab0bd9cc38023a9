/** The command line ({@code GatewayMain}), the only wiring ({@code Gateway}), and what each listener answers. */
@NullMarked
package io.ssegateway;

import org.jspecify.annotations.NullMarked;
