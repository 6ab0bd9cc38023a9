/** Tests of the checks. */
@NullMarked
package io.ssegateway.loadtest.client;

import org.jspecify.annotations.NullMarked;
