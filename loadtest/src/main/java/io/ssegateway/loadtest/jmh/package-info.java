/**
 * Micro-benchmarks of the wire format. Each one measures a plain baseline in the same run, so that a ratio can be read
 * whatever the machine. {@code java -cp 'target/sse-gateway-loadtest.jar:target/lib/*' org.openjdk.jmh.Main Sse}
 */
@NullMarked
package io.ssegateway.loadtest.jmh;

import org.jspecify.annotations.NullMarked;
