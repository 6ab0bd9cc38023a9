/**
 * The command line of the load client, which is for any server of event streams. Each kind of run has a package:
 * {@code fanout}, the default; {@code replay}; {@code publish}; {@code smoke}, which runs all of them; {@code compare},
 * which runs {@code fanout} against several servers. They are built on {@code client}, connections and checks,
 * {@code process}, {@code report} and {@code options}. A plan goes into a run, a report comes out: a run knows nothing
 * of command lines and may be called by other code.
 */
@NullMarked
package io.ssegateway.loadtest;

import org.jspecify.annotations.NullMarked;
