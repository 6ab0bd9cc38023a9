/**
 * What tests of several packages share: clients, gateways and the programs around them, logs and clocks that a test
 * moves.
 */
@NullMarked
package io.ssegateway.testing;

import org.jspecify.annotations.NullMarked;
