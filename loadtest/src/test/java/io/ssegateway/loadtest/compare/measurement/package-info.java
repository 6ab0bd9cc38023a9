/** Tests of what the rounds come to. */
@NullMarked
package io.ssegateway.loadtest.compare.measurement;

import org.jspecify.annotations.NullMarked;
