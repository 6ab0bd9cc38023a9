/** Real proxies, with the configurations that operators are given, before whole gateways. */
@NullMarked
package io.ssegateway.system.proxy;

import org.jspecify.annotations.NullMarked;
