/** A mass replay, and what it does to live delivery. */
@NullMarked
package io.ssegateway.loadtest.replay;

import org.jspecify.annotations.NullMarked;
