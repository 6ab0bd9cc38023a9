/** The fan-out run: streams open, messages are published, every delivery is checked and timed. */
@NullMarked
package io.ssegateway.loadtest.fanout;

import org.jspecify.annotations.NullMarked;
