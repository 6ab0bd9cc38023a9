/**
 * Permits and rates: how many connections may be open, in total and from one address, and how many may be accepted per
 * second.
 *
 * <p>All event loops check these limits for each accepted connection before they allocate anything else for it. So the
 * checks are cheap, take memory only in proportion to the open connections, and never block. At a limit the new
 * connection is rejected, and no open one is closed: its client would reconnect at once, and push out the next one.
 */
@NullMarked
package io.ssegateway.limit;

import org.jspecify.annotations.NullMarked;
