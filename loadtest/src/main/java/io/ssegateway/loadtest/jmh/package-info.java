/**
 * Micro-benchmarks of the wire format and of the server's inner loops. Each one measures a plain baseline in the same
 * run, so that a ratio can be read whatever the machine. After {@code mvn package}, in this module's folder:
 * {@code java -cp
 * 'target/sse-gateway-loadtest.jar:target/lib/*:../gateway/target/sse-gateway.jar:../gateway/target/lib/*'
 * org.openjdk.jmh.Main Topics}, or another part of a benchmark's name
 */
@NullMarked
package io.ssegateway.loadtest.jmh;

import org.jspecify.annotations.NullMarked;
