/** How a run shows its progress, what it reads of the server's process, and the rows of its report. */
@NullMarked
package io.ssegateway.loadtest.report;

import org.jspecify.annotations.NullMarked;
