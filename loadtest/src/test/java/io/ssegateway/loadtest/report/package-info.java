/** Tests of what a person sees of a run. */
@NullMarked
package io.ssegateway.loadtest.report;

import org.jspecify.annotations.NullMarked;
