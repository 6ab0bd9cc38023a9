package io.ssegateway.fanout;

import io.ssegateway.catchup.PageCache;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingCoverage;
import io.ssegateway.ring.TopicChains;

/**
 * What the shards of all event loops share.
 *
 * @param log the event log
 * @param ring its newest updates
 * @param chains the ring's frames by topic
 * @param horizon what the log may soon drop
 * @param coverage says whether a stream can resume from memory alone
 * @param pages pages of the log that several streams want
 * @param settings what holds for all streams
 */
record SharedState(
        EventLog log,
        FrameRing ring,
        TopicChains chains,
        RetentionHorizon horizon,
        RingCoverage coverage,
        PageCache pages,
        FanoutSettings settings,
        GatewayMetrics metrics) {

    static SharedState of(EventLog log, RetentionHorizon horizon, FanoutSettings settings, GatewayMetrics metrics) {
        FrameRing ring = new FrameRing(settings.ringSize(), settings.ringBytes());
        return new SharedState(
                log,
                ring,
                new TopicChains(settings.ringSize()),
                horizon,
                new RingCoverage(ring, horizon),
                new PageCache(log, settings.pageCacheBytes()),
                settings,
                metrics);
    }
}
