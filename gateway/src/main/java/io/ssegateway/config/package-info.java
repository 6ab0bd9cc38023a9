/**
 * Configuration: YAML, environment variables and {@code --set} become validated, immutable records.
 *
 * <pre>
 *   gateway.yaml ── YamlFile ─────────────┐
 *   SSE_GATEWAY_… ── EnvironmentVariables ┼─▶ key → Setting ── Keys ──▶ tree ── ConfigMapper ──▶ GatewayConfig
 *   --set ── CommandLineSettings ─────────┘   (text, and where it stands)
 * </pre>
 *
 * <p>The records are the schema: a key exists as soon as a record has the component, and its default is the one of the
 * section's {@code defaults()}. Every value stays the text that somebody wrote until its component's type parses it, so
 * all three sources take the same spellings, and every error can name the key, the value, what is accepted and where
 * the value stands. Ranges are checked by the records themselves: a bad value cannot be built, in a test or an embedding
 * program as little as from a file.
 *
 * <p>May be imported from anywhere. A class gets its own section, never the whole.
 */
@NullMarked
package io.ssegateway.config;

import org.jspecify.annotations.NullMarked;
