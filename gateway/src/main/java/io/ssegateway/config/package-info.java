/**
 * The configuration: validated, immutable records. Ranges are checked by the records themselves: a bad value cannot be
 * built, in a test or an embedding program as little as from a file. {@code config.load} reads them.
 *
 * <p>May be imported from anywhere. A class gets its own section, never the whole.
 */
@NullMarked
package io.ssegateway.config;

import org.jspecify.annotations.NullMarked;
