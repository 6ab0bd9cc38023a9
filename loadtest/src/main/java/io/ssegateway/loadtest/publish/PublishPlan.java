package io.ssegateway.loadtest.publish;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What a measurement of publishing is to do.
 *
 * @param url of the event stream
 * @param subscribers to open
 * @param connects connects under way at a time
 * @param publishUrl takes an array of updates
 * @param connections that publish
 * @param batch messages in one request
 * @param window messages that may be under way to the subscribers, on average, before publishers wait; 0 for any number
 * @param size of a message in characters
 * @param warmup how long to publish before measuring
 * @param time how long to measure
 * @param timeout of the whole run
 * @param pids of the server's processes; none if unknown
 */
public record PublishPlan(
        URI url,
        int subscribers,
        int connects,
        URI publishUrl,
        int connections,
        int batch,
        int window,
        int size,
        Duration warmup,
        Duration time,
        Duration timeout,
        List<Long> pids) {}
