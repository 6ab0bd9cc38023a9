/** What all commands have in common, and how their arguments are read. */
@NullMarked
package io.ssegateway.loadtest.options;

import org.jspecify.annotations.NullMarked;
