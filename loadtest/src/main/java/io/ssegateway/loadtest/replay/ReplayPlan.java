package io.ssegateway.loadtest.replay;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What a mass replay is to do.
 *
 * @param url of the event stream
 * @param streams that replay
 * @param connects connects under way at a time
 * @param events that each of them reads
 * @param size of a message in characters
 * @param liveStreams that get live messages on another topic
 * @param rate live messages per second
 * @param baseline how long to measure live delivery before the replay
 * @param publishUrl takes an array of updates
 * @param timeout of the whole run
 * @param pids of the server's processes; none if unknown
 */
public record ReplayPlan(
        URI url,
        int streams,
        int connects,
        int events,
        int size,
        int liveStreams,
        double rate,
        Duration baseline,
        URI publishUrl,
        Duration timeout,
        List<Long> pids) {

    /** More live messages than the run's time has room for. */
    int mostLiveMessages() {
        return (int) Math.min(Integer.MAX_VALUE - 1, (long) (rate * (timeout.toSeconds() + 1)) + 1);
    }
}
