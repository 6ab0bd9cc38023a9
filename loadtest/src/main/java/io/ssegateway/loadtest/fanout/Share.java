package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.MessageFormat;
import java.net.URI;
import java.util.List;

/**
 * The streams that one process opens.
 *
 * @param audience of the whole run
 * @param urls of streams: stream n has the one at n modulo their number
 * @param first stream of this share
 * @param count of this share's streams
 * @param connects under way at a time
 * @param format of the messages
 * @param messages in all
 * @param warmup how many of them are not measured
 */
record Share(
        Audience audience,
        List<URI> urls,
        int first,
        int count,
        int connects,
        MessageFormat format,
        int messages,
        int warmup) {

    URI url(int stream) {
        return urls.get(stream % urls.size());
    }

    /** For each topic, how many of these streams have it. */
    int[] subscribers() {
        return audience.subscribers(first, count);
    }

    /** Deliveries of the first so many messages to these streams. */
    long expected(int published) {
        return Audience.deliveries(subscribers(), published);
    }

    /** One of several parts that are as equal as can be. */
    Share part(int number, int parts) {
        int begin = (int) ((long) count * number / parts);
        int end = (int) ((long) count * (number + 1) / parts);
        return new Share(
                audience, urls, first + begin, end - begin, Math.max(1, connects / parts), format, messages, warmup);
    }
}
