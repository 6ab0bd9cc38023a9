/** Tests of the plots. */
@NullMarked
package io.ssegateway.loadtest.compare.plot;

import org.jspecify.annotations.NullMarked;
