/** The command line of the load client, which is for any server of event streams. */
@NullMarked
package io.ssegateway.loadtest;

import org.jspecify.annotations.NullMarked;
