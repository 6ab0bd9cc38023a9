/**
 * The Mercure protocol at {@code /.well-known/mercure}, as deployed hubs and clients speak it (draft-dunglas-mercure,
 * 0.x): it uses the same log, streams and authorization as the gateway's own routes, and adds Mercure's forms. Support
 * for 1.0 will go beside these classes, not into them.
 */
@NullMarked
package io.ssegateway.endpoint.mercure;

import org.jspecify.annotations.NullMarked;
