/**
 * Example streams for one connection each. Every one is a {@code StreamSource}, and one line in {@code PublicRoutes}
 * puts it on a path.
 */
@NullMarked
package io.ssegateway.endpoint.demo;

import org.jspecify.annotations.NullMarked;
