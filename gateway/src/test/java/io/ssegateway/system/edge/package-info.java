/** What a whole gateway answers to whatever reaches its listeners: valid and invalid HTTP, bodies, limits, timeouts. */
@NullMarked
package io.ssegateway.system.edge;

import org.jspecify.annotations.NullMarked;
