/**
 * Permits and rates: how many connections may be open, in all and from one address, and how many may come per second.
 *
 * <p>Everything here is asked for each accepted connection before anything else is allocated for it, from all event
 * loops at once; so it is cheap, holds no more memory than there are open connections, and blocks nobody. At a cap the
 * newcomer is refused and nobody is thrown out: whoever is thrown out comes back at once, and pushes out the next.
 */
@NullMarked
package io.ssegateway.limit;

import org.jspecify.annotations.NullMarked;
