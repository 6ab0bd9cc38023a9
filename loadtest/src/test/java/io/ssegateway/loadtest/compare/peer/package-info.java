/** Tests of the servers that are compared, with the real programs. */
@NullMarked
package io.ssegateway.loadtest.compare.peer;

import org.jspecify.annotations.NullMarked;
