/** The clients of other languages and libraries that applications use, against a whole gateway. */
@NullMarked
package io.ssegateway.system.client;

import org.jspecify.annotations.NullMarked;
