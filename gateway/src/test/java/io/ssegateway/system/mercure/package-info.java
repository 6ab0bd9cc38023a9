/** A whole gateway as a Mercure hub, section by section of the specification, and under attack. */
@NullMarked
package io.ssegateway.system.mercure;

import org.jspecify.annotations.NullMarked;
