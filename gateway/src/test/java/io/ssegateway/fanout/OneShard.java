package io.ssegateway.fanout;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log and one shard that reads it. Nothing runs unless the test says so; time stands still unless it is moved. */
final class OneShard implements LogTail, AutoCloseable {
    final Streams streams = new Streams();
    final CountingMetrics metrics = new CountingMetrics();
    final EventLog log;
    final FrameRing ring;
    final RetentionHorizon horizon;
    final EventLoop loop = streams.open().channel().eventLoop();
    final LoopShard shard;
    private final SharedState shared;
    /** All that was ever published, in log order. */
    final List<Entry> record = new ArrayList<>();

    /** Bounds that no test reaches. */
    OneShard() {
        this(1024);
    }

    OneShard(int ringSize) {
        this(ringSize, Settings.PATIENT);
    }

    OneShard(int ringSize, SlowConsumerConfig slow) {
        this(ringSize, slow, Logs.unbounded());
    }

    OneShard(int ringSize, SlowConsumerConfig slow, LogConfig config) {
        this(settings(ringSize, slow, config), new MemoryEventLog(config, new TestClock(() -> 1_000)));
    }

    OneShard(int ringSize, SlowConsumerConfig slow, EventLog log) {
        this(Settings.of(ringSize, Settings.NO_HEARTBEAT, Duration.ZERO, slow), log);
    }

    static FanoutSettings settings(int ringSize, SlowConsumerConfig slow, LogConfig config) {
        return new FanoutSettings(
                ringSize,
                Settings.GIBIBYTE,
                new RetentionPolicy(config),
                Settings.NO_HEARTBEAT,
                Duration.ZERO,
                new SlowConsumers(slow),
                0,
                0);
    }

    OneShard(FanoutSettings settings, EventLog log) {
        this.log = log;
        this.horizon = new RetentionHorizon(settings.rules(), streams.ticker);
        this.shared = SharedState.of(log, horizon, settings, metrics);
        this.ring = shared.ring();
        log.tail(this);
        this.shard = new LoopShard(loop, shared);
    }

    @Override
    public void begin(Position newest) {
        ring.begin(newest);
    }

    @Override
    public void marked(Position mark) {
        ring.marked(mark);
    }

    @Override
    public void appended(Entry entry) {
        record.add(entry);
        ring.append(RingFrame.of(entry), 0);
        shared.chains().appended(ring.head() - 1, entry.update().topics());
        horizon.appended(entry, ring.head() - 1);
        shard.wake(entry.update().topics());
    }

    /** Sweeps from now on. */
    void sweep(HeartbeatConfig heartbeat, Duration maxAge, Duration maxLag) {
        shard.sweep(heartbeat, maxAge, maxLag, 0);
    }

    /** Appends an update, which is not delivered yet. */
    Position append(String data, Topic... topics) {
        return Logs.await(log.append(Logs.update(null, data, topics))).position();
    }

    /** Appends a private update, which is not delivered yet. */
    Position appendPrivate(String data, Topic... topics) {
        return Logs.await(log.append(Logs.privateUpdate(data, topics))).position();
    }

    /** Appends an update and has it delivered. */
    Position publish(String data, Topic... topics) {
        Position position = append(data, topics);
        streams.run();
        return position;
    }

    Stream join(Topic... topics) {
        return join(ResumePoint.LIVE, topics);
    }

    Stream join(ResumePoint start, Topic... topics) {
        return join(start, Interest.in(topics), Duration.ZERO, true);
    }

    /** Opens a stream; the id that it begins with is written, and whatever is there for it already. */
    Stream join(ResumePoint start, Interest interest, Duration throttle, boolean chunked, ChannelHandler... handlers) {
        Stream stream = streams.open(interest, throttle, chunked, handlers);
        add(stream, start);
        streams.run();
        return stream;
    }

    /** Lets a stream join; nothing else runs. */
    void add(Stream stream, ResumePoint start) {
        shard.add(stream.subscriber(), start, FirstBlock.ID_ALONE);
        stream.channel()
                .closeFuture()
                .addListener(closed ->
                        shard.remove(stream.subscriber(), stream.subscriber().reason()));
        stream.channel().flush();
    }

    void leave(Stream stream) {
        stream.channel().close();
    }

    /** The data of what was published behind a position and is wanted. */
    List<String> published(Position after, Interest interest) {
        return Logs.data(record.stream()
                .filter(entry -> entry.position().isAfter(after))
                .filter(entry -> entry.update().isWantedBy(interest))
                .toList());
    }

    @Override
    public void close() {
        streams.close();
    }
}
