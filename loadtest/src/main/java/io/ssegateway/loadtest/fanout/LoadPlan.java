package io.ssegateway.loadtest.fanout;

import java.time.Duration;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param dialect of the server
 * @param audience streams, and their topics
 * @param connects connects under way at a time, over all processes
 * @param processes to spread the streams over; 1 for this process alone
 * @param load what is published
 * @param hold how long the streams stay open and idle after the last delivery, watching for what should not come
 * @param timeout of the whole run
 * @param pids of the server's processes, for what they use; none if unknown
 */
public record LoadPlan(
        Dialect dialect,
        Audience audience,
        int connects,
        int processes,
        Load load,
        Duration hold,
        Duration timeout,
        List<Long> pids) {}
