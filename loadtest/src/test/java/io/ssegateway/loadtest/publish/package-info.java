/** Tests of what readers of one topic compare. */
@NullMarked
package io.ssegateway.loadtest.publish;

import org.jspecify.annotations.NullMarked;
