/**
 * How YAML, environment variables and {@code --set} become the records of {@code config}.
 *
 * <pre>
 *   gateway.yaml ── YamlFile ─────────────┐
 *   SSE_GATEWAY_… ── EnvironmentVariables ┼─▶ key → Setting ── Keys ──▶ tree ── ConfigMapper ──▶ GatewayConfig
 *   --set ── CommandLineSettings ─────────┘   (text and its source)
 * </pre>
 *
 * <p>The records are the schema: a key exists as soon as a record has the component. Its default is the one of
 * {@code config/gateway.yaml}, which is packed with the classes. Every value stays text until its component's type
 * parses it. So all three sources accept the same spellings, and every error can name the key, the value, what is
 * accepted and its source.
 */
@NullMarked
package io.ssegateway.config.load;

import org.jspecify.annotations.NullMarked;
