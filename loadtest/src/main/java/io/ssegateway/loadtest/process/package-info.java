/** Processes of this machine: what the server's uses, and further ones of the client's own kind. */
@NullMarked
package io.ssegateway.loadtest.process;

import org.jspecify.annotations.NullMarked;
