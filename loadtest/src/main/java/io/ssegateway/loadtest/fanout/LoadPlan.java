package io.ssegateway.loadtest.fanout;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param url        of the event stream
 * @param address    to connect the streams to
 * @param streams    to open
 * @param connects   connects under way at a time
 * @param publishUrl takes {@code {"message": …}}; not used if there are no messages
 * @param messages   to publish
 * @param size       of a message in characters
 * @param rate       messages per second; 0 for as fast as the server answers
 * @param hold       how long to keep the streams open after the last delivery, watching for what should not come
 * @param timeout    of the whole run
 * @param pid        of the server's process; 0 if unknown
 */
public record LoadPlan(
        URI url,
        InetSocketAddress address,
        int streams,
        int connects,
        URI publishUrl,
        int messages,
        int size,
        double rate,
        Duration hold,
        Duration timeout,
        long pid) {}
