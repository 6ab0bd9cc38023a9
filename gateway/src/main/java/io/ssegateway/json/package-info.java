/** JSON in and out: the gateway's one mapper. */
@NullMarked
package io.ssegateway.json;

import org.jspecify.annotations.NullMarked;
