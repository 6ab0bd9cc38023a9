/**
 * Tokens: who may publish and subscribe to what.
 *
 * <pre>
 *   headers, parameters, cookies ── Credentials ──▶ token ── TokenVerifier ──▶ Grants
 *                                                             │
 *                                         Jws (its form) ─────┼── VerificationKeys (signature) ── Claims (content)
 *                                                             │
 *                                              ConfiguredKey, or Jwks from a URL
 * </pre>
 *
 * <p>A token cannot be trusted until its signature has been checked. It is read strictly, its header only selects which
 * of our keys to try, and the message about a rejected token never quotes it.
 */
@NullMarked
package io.ssegateway.auth;

import org.jspecify.annotations.NullMarked;
