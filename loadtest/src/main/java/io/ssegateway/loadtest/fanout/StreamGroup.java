package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.Streams;
import io.ssegateway.loadtest.client.Tally;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The streams that this process holds. */
final class StreamGroup implements Crowd {

    private final Share share;
    private final Tally tally = new Tally();
    private final List<FanOutReader> readers;
    private final Streams streams;
    private long start;

    /**
     * Streams that are not yet opened.
     *
     * @param eventLoops threads
     * @param complete told each message that all streams of the share that want it have, by an event loop
     */
    StreamGroup(Share share, int eventLoops, IntConsumer complete) {
        this.share = share;
        MessageCounter counter = new MessageCounter(share.messages(), share.subscribers(), complete);
        this.readers = IntStream.range(share.first(), share.first() + share.count())
                .mapToObj(stream -> new FanOutReader(share, share.audience().subscription(stream), counter, tally))
                .toList();
        this.streams = new Streams(share::url, readers, share.first(), eventLoops);
    }

    @Override
    public void open() {
        start = System.nanoTime();
        streams.open(share.connects());
    }

    @Override
    public Counts counts() {
        return new Counts(tally.opened(), tally.failed(), tally.open(), tally.deliveries());
    }

    @Override
    public @Nullable String fault() {
        return tally.firstFault();
    }

    @Override
    public Findings close(int published) throws InterruptedException {
        tally.end();
        streams.close();
        return new Findings(
                tally.deliveries(),
                sum(reader -> reader.missing(published)),
                sum(reader -> reader.check().duplicated()),
                sum(reader -> reader.check().outOfOrder()),
                tally.otherEvents(),
                tally.opened() == 0 ? 0 : tally.lastOpenedNanos() - start,
                tally.lastDeliveryNanos(),
                tally.latency());
    }

    private long sum(ToLongFunction<FanOutReader> count) {
        return readers.stream().mapToLong(count).sum();
    }
}
