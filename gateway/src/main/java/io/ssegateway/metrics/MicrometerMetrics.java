package io.ssegateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Records into a Micrometer registry. Every meter it writes is looked up once, here in the constructor: so each series
 * is 0 from the start (a rate over a series that appears with its first event misses that event), and a call costs no
 * lookup and no allocation.
 */
final class MicrometerMetrics implements GatewayMetrics {

    /** What streams run over today; a label so that another transport becomes another series, not another name. */
    private static final String HTTP1 = "http1";

    private static final Duration[] DELIVERY_BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /**
     * A lag is remembered for two to three of these windows. So a spike is seen by every Prometheus that scrapes at
     * least every 40 seconds, and is gone from the gauge a minute later.
     */
    private static final Duration LAG_WINDOW = Duration.ofSeconds(20);

    private static final int LAG_WINDOWS = 3;

    private final AtomicLong connections = new AtomicLong();
    private final Counter opened;
    private final Map<CloseReason, Counter> closed;
    private final Map<RejectReason, Counter> rejected;
    private final Map<GapReason, Counter> gaps;
    private final AtomicLong lagging = new AtomicLong();
    private final Counter published;
    private final Counter delivered;
    private final Counter writes;
    private final Counter bytesSent;
    private final Counter heartbeats;
    private final Timer delivery;
    private final List<TimeWindowMax> loopLags;

    /**
     * Registers every meter that it writes.
     *
     * @param registry takes the meters
     * @param eventLoops the event loops whose lag is recorded, indexed from 0
     */
    MicrometerMetrics(MeterRegistry registry, int eventLoops) {
        Meters.CONNECTIONS.gauge(registry, connections::get, Meters.TRANSPORT, HTTP1);
        opened = Meters.OPENED.counter(registry);
        closed = countersByReason(registry, Meters.CLOSED, CloseReason.class, CloseReason::word);
        rejected = countersByReason(registry, Meters.REJECTED, RejectReason.class, RejectReason::word);
        gaps = countersByReason(registry, Meters.GAPS, GapReason.class, GapReason::word);
        Meters.LAGGING.gauge(registry, lagging::get);
        published = Meters.PUBLISHED.counter(registry);
        delivered = Meters.DELIVERED.counter(registry);
        writes = Meters.WRITES.counter(registry);
        bytesSent = Meters.BYTES_SENT.counter(registry);
        heartbeats = Meters.HEARTBEATS.counter(registry);
        delivery =
                Meters.DELIVERY.timer().serviceLevelObjectives(DELIVERY_BUCKETS).register(registry);
        loopLags = loopLags(registry, eventLoops);
    }

    private static <R extends Enum<R>> Map<R, Counter> countersByReason(
            MeterRegistry registry, Meters meter, Class<R> reasons, Function<R, String> word) {
        Map<R, Counter> counters = new EnumMap<>(reasons);
        for (R reason : reasons.getEnumConstants()) {
            counters.put(reason, meter.counter(registry, Meters.REASON, word.apply(reason)));
        }
        return counters;
    }

    private static List<TimeWindowMax> loopLags(MeterRegistry registry, int eventLoops) {
        List<TimeWindowMax> lags = new ArrayList<>(eventLoops);
        for (int loop = 0; loop < eventLoops; loop++) {
            TimeWindowMax lag = new TimeWindowMax(registry.config().clock(), LAG_WINDOW.toMillis(), LAG_WINDOWS);
            Meters.LOOP_LAG.gauge(registry, () -> lag.poll(TimeUnit.SECONDS), Meters.LOOP, Integer.toString(loop));
            lags.add(lag);
        }
        return List.copyOf(lags);
    }

    @Override
    public void streamOpened() {
        connections.incrementAndGet();
        opened.increment();
    }

    @Override
    public void streamClosed(CloseReason reason) {
        connections.decrementAndGet();
        Objects.requireNonNull(closed.get(reason)).increment();
    }

    @Override
    public void rejected(RejectReason reason) {
        Objects.requireNonNull(rejected.get(reason)).increment();
    }

    @Override
    public void gap(GapReason reason) {
        Objects.requireNonNull(gaps.get(reason)).increment();
    }

    @Override
    public void lagging(int change) {
        lagging.addAndGet(change);
    }

    @Override
    public void published() {
        published.increment();
    }

    @Override
    public void delivered(long events, long writes, long bytes) {
        delivered.increment((double) events);
        this.writes.increment((double) writes);
        bytesSent.increment((double) bytes);
    }

    @Override
    public void heartbeats(long count, long bytes) {
        heartbeats.increment((double) count);
        bytesSent.increment((double) bytes);
    }

    @Override
    public void deliveryLatency(long nanos) {
        delivery.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** {@inheritDoc} A loop that is not one of those announced at construction is passed over. */
    @Override
    public void eventLoopLag(int loop, long nanos) {
        if (loop >= 0 && loop < loopLags.size()) {
            loopLags.get(loop).record((double) nanos, TimeUnit.NANOSECONDS);
        }
    }
}
