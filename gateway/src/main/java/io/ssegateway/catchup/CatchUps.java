package io.ssegateway.catchup;

import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingCoverage;
import io.ssegateway.ring.TopicChains;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.Subscriber;

/**
 * What the streams of one event loop share that are not live: the ring, the log, and whose turn it is. Belongs to its
 * event loop.
 */
public final class CatchUps {
    private final StreamLoop loop;
    private final FrameRing ring;
    private final TopicChains chains;
    private final RingCoverage coverage;
    private final PageReader pagesOfReplays;
    private final PageReader pagesOfOthers;
    private final SlowConsumers limits;
    /** Clients that have reconnected and read what they have missed. */
    private final TurnQueue replays;
    /** Streams that were live: their sockets were full, or they read at intervals. They need not wait for replays. */
    private final TurnQueue others;

    /**
     * @param limits how far a stream may lag
     * @param replayBytesPerSecond the total rate of the loop's replays; zero: no limit
     */
    public CatchUps(
            StreamLoop loop,
            PageCache pages,
            FrameRing ring,
            TopicChains chains,
            RingCoverage coverage,
            SlowConsumers limits,
            long replayBytesPerSecond) {
        this.loop = loop;
        this.ring = ring;
        this.coverage = coverage;
        this.chains = chains;
        this.pagesOfReplays = new PageReader(loop, pages);
        this.pagesOfOthers = new PageReader(loop, pages);
        this.limits = limits;
        WriteBuffer buffer = new WriteBuffer();
        this.replays = new TurnQueue(loop, buffer, replayBytesPerSecond);
        this.others = new TurnQueue(loop, buffer, 0);
    }

    /** What becomes of the stream if it is too slow; may be read by any thread. */
    public SlowConsumerPolicy policy(Subscriber subscriber) {
        return limits.policy(subscriber.interest());
    }

    /** Where a stream waits for its turns. */
    TurnQueue turns(boolean isReplay) {
        return isReplay ? replays : others;
    }

    StreamLoop loop() {
        return loop;
    }

    FrameRing ring() {
        return ring;
    }

    TopicChains chains() {
        return chains;
    }

    RingCoverage coverage() {
        return coverage;
    }

    /** Where a stream waits for its pages. */
    PageReader pages(boolean isReplay) {
        return isReplay ? pagesOfReplays : pagesOfOthers;
    }

    SlowConsumers limits() {
        return limits;
    }
}
