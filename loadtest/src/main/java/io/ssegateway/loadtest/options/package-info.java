/**
 * The options that commands share, each group a class that they mix in, and how arguments are read. A command has
 * {@link io.ssegateway.loadtest.options.StandardOptions} and whichever of the others it needs.
 */
@NullMarked
package io.ssegateway.loadtest.options;

import org.jspecify.annotations.NullMarked;
