/** Tests of the load client: against a server that can be told to break what the client is there to find. */
@NullMarked
package io.ssegateway.loadtest;

import org.jspecify.annotations.NullMarked;
