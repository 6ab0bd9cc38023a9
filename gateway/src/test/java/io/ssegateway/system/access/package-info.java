/** Whom a whole gateway lets in: other origins and hosts, tokens, and the decisions of a webhook. */
@NullMarked
package io.ssegateway.system.access;

import org.jspecify.annotations.NullMarked;
