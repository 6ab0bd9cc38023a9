/** What every run has: connections that subscribe and publish, and the check of what each stream gets. */
@NullMarked
package io.ssegateway.loadtest.client;

import org.jspecify.annotations.NullMarked;
