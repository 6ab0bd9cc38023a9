/**
 * Tokens: who may publish and subscribe to what.
 *
 * <pre>
 *   headers, parameters, cookies ── Credentials ──▶ token ── TokenVerifier ──▶ Grants
 *                                                             │
 *                                         Jws (its form) ─────┼── VerificationKeys (its signature) ── Claims (what it says)
 *                                                             │
 *                                              ConfiguredKey, or Jwks from a URL
 * </pre>
 *
 * <p>A token is the work of whoever sends it until its signature has been checked: it is read strictly, its header
 * decides nothing but which of our keys is tried, and what is said about a refused one never quotes it.
 */
@NullMarked
package io.ssegateway.auth;

import org.jspecify.annotations.NullMarked;
