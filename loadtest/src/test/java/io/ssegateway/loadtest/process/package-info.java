/** Tests of limits and of what processes use. */
@NullMarked
package io.ssegateway.loadtest.process;

import org.jspecify.annotations.NullMarked;
