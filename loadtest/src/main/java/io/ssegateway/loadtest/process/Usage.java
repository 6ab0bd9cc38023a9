package io.ssegateway.loadtest.process;

import java.time.Duration;

/**
 * What processes have used up to a moment.
 *
 * @param cpu user and system time together; zero if the processes are unknown
 * @param rss resident memory in bytes; 0 if unknown
 * @param pss the same with each shared page divided by the processes that share it; 0 if unknown
 */
public record Usage(Duration cpu, long rss, long pss) {

    /** Of no process. */
    public static final Usage NONE = new Usage(Duration.ZERO, 0, 0);

    Usage plus(Usage other) {
        return new Usage(cpu.plus(other.cpu), rss + other.rss, pss + other.pss);
    }
}
