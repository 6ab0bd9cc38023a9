/** The gateway as a process of its own: its launcher, signals, kills, full disks, and a Prometheus that scrapes it. */
@NullMarked
package io.ssegateway.system.process;

import org.jspecify.annotations.NullMarked;
