/**
 * The configuration: validated, immutable records. The records check their ranges themselves, so a bad value cannot be
 * built, neither from a file nor by a test or an embedding program. {@code config.load} reads them.
 *
 * <p>May be imported from anywhere. Each class gets only its own section.
 */
@NullMarked
package io.ssegateway.config;

import org.jspecify.annotations.NullMarked;
