/** A real browser and its own {@code EventSource} against a whole gateway. */
@NullMarked
package io.ssegateway.system.browser;

import org.jspecify.annotations.NullMarked;
