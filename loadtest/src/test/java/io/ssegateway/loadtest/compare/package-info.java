/** Tests of the rounds. */
@NullMarked
package io.ssegateway.loadtest.compare;

import org.jspecify.annotations.NullMarked;
