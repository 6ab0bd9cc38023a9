/**
 * The smoke test: starts the gateway, runs small loads of every kind, and checks what was delivered, what the gateway's
 * metrics say of it, and that nothing is left behind. It never judges how long something took.
 */
@NullMarked
package io.ssegateway.loadtest.smoke;

import org.jspecify.annotations.NullMarked;
