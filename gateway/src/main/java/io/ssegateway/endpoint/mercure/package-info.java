/**
 * The Mercure protocol at {@code /.well-known/mercure}, as deployed hubs and clients speak it (draft-dunglas-mercure,
 * 0.x): the same log, the same streams and the same authorization as the gateway's own routes have, with Mercure's
 * forms around them. What comes with its 1.0 goes beside these classes, not into them.
 */
@NullMarked
package io.ssegateway.endpoint.mercure;

import org.jspecify.annotations.NullMarked;
