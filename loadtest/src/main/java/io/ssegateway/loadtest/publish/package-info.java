/** How fast updates are taken. */
@NullMarked
package io.ssegateway.loadtest.publish;

import org.jspecify.annotations.NullMarked;
