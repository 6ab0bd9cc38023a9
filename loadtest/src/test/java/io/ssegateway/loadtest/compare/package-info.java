/** Tests of the rounds and of what they come to. */
@NullMarked
package io.ssegateway.loadtest.compare;

import org.jspecify.annotations.NullMarked;
