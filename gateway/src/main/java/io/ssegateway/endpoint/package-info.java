/**
 * One class per behaviour: what stands behind each route. Streams of one connection implement {@code StreamSource}; the
 * sub-package {@code demo} has examples.
 */
@NullMarked
package io.ssegateway.endpoint;

import org.jspecify.annotations.NullMarked;
