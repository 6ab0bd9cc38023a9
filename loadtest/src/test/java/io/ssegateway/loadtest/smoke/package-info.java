/** Tests of the parts of the smoke test. */
@NullMarked
package io.ssegateway.loadtest.smoke;

import org.jspecify.annotations.NullMarked;
