package io.ssegateway.fanout;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelId;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.channelgroup.ChannelIterator;
import io.ssegateway.channelgroup.EventLoopChannelGroup;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.Announcer;
import io.ssegateway.ring.RingCoverage;
import io.ssegateway.stream.ChannelWriter;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamStatus;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All open streams, and the one way to broadcast to them. It is a Netty {@link ChannelGroup} with one {@link LoopShard}
 * per event loop: an operation on the group costs one task per loop, whatever the number of channels, while
 * {@code DefaultChannelGroup} queues one task per channel.
 *
 * <p>Two ways to write. It is the tail of the event log: each update goes to the subscribers that want it, the hot
 * path. And it has the methods of {@link ChannelGroup}, which write any message to any channels and answer a future for
 * each. Safe for use by any thread.
 */
public final class ShardedChannelGroup extends EventLoopChannelGroup {
    /** One line for each stream that opens or closes; log4j2.xml has its name. */
    private static final Logger LOG = LogManager.getLogger("io.ssegateway.streams");

    private final SharedState shared;
    private final Announcer announcer;
    private final GatewayMetrics metrics;
    private final Map<ChannelId, Subscriber> members = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopShard> shards = new ConcurrentHashMap<>();
    private final RingTail tail;
    /** One listener for all channels: it costs a closed channel nothing but the call. */
    private final ChannelFutureListener leave = future -> remove(future.channel());

    /** An empty group; its streams get the updates that are appended from now on. */
    public ShardedChannelGroup(String name, EventLog log, FanoutSettings settings, GatewayMetrics metrics) {
        super(name);
        this.metrics = metrics;
        this.shared =
                SharedState.of(log, new RetentionHorizon(settings.rules(), Ticker.systemTicker()), settings, metrics);
        this.announcer = new Announcer(log, shared.ring());
        this.tail = new RingTail(shared.ring(), shared.chains(), shared.horizon(), this::wake);
        log.tail(tail);
    }

    /**
     * Whether the log's position is known. Before that, no stream of topics may be added: it would have no position to
     * begin. Once true, this stays true.
     */
    public boolean hasBegun() {
        return tail.hasBegun();
    }

    private void wake(List<Topic> topics) {
        for (LoopShard shard : shards.values()) {
            shard.wake(topics);
        }
    }

    /**
     * Adds a stream until its channel closes; it begins with the next update. A stream that is opened on its own event
     * loop gets every update that is appended after this returns.
     *
     * @return false if its channel is in the group already
     */
    public boolean add(Subscriber subscriber) {
        return add(subscriber, ResumePoint.LIVE, FirstBlock.ID_ALONE);
    }

    /**
     * Adds a stream until its channel closes. Its first block is written, but not flushed.
     *
     * @param start where it begins to read
     * @param first what it begins with, if it asks for topics
     * @return false if its channel is in the group already
     */
    public boolean add(Subscriber subscriber, ResumePoint start, FirstBlock first) {
        Channel channel = subscriber.channel();
        if (members.putIfAbsent(channel.id(), subscriber) != null) {
            return false;
        }
        metrics.streamOpened();
        LOG.debug("opened {} {} {}", subscriber, subscriber.route(), channel);
        LoopShard shard = shardOf(channel);
        shard.loop().onLoop(() -> shard.add(subscriber, start, first));
        channel.closeFuture().addListener(leave);
        return true;
    }

    /** Adds a channel without topics: it gets heartbeats and what is written to the group. */
    @Override
    public boolean add(Channel channel) {
        return add(new Subscriber(new ChannelWriter(channel, false), "", Interest.NONE, Duration.ZERO, reason -> {}));
    }

    @Override
    public boolean remove(Object channelOrId) {
        Object id = channelOrId instanceof Channel channel ? channel.id() : channelOrId;
        Subscriber subscriber = members.remove(id);
        if (subscriber == null) {
            return false;
        }
        subscriber.channel().closeFuture().removeListener(leave);
        if (members.containsKey(subscriber.channel().id())) { // It was added again meanwhile, and that was its own.
            subscriber.channel().closeFuture().addListener(leave);
        }
        CloseReason reason = subscriber.reason();
        metrics.streamClosed(reason);
        LOG.debug("closed {} {} {}", subscriber, reason.word(), subscriber.channel());
        LoopShard shard = shardOf(subscriber.channel());
        shard.loop().onLoop(() -> shard.remove(subscriber, reason));
        return true;
    }

    /** Those of all event loops that have, or have had, streams. */
    Collection<LoopShard> shards() {
        return shards.values();
    }

    private LoopShard shardOf(Channel channel) {
        return shards.computeIfAbsent(channel.eventLoop(), eventLoop -> {
            LoopShard shard = new LoopShard(eventLoop, shared);
            FanoutSettings settings = shared.settings();
            shard.sweep(
                    settings.heartbeat(),
                    settings.maxAge(),
                    settings.slowConsumers().maxLagAge(),
                    shards.size());
            return shard;
        });
    }

    /** The positions that streams of the group may get. */
    public Announcer announcer() {
        return announcer;
    }

    /** The position of the newest update, even a private one: not to be sent to clients. */
    public Position newest() {
        return shared.ring().newest();
    }

    /** Whether streams can resume from memory alone. */
    public RingCoverage coverage() {
        return shared.coverage();
    }

    /** How many open streams want updates of the topic. */
    public int interested(Topic topic) {
        int sum = 0;
        for (LoopShard shard : shards.values()) {
            sum += shard.interested(topic);
        }
        return sum;
    }

    /** Passes the rest of a partly written frame to the channel, before anything that is written to the group. */
    @Override
    protected void beforeWrite(Channel channel) {
        Subscriber subscriber = members.get(channel.id());
        if (subscriber != null) {
            subscriber.writer().finishFrame();
        }
    }

    /** Closes a channel, for a reason that its stream gives if it is in the group. */
    public void close(Channel channel, CloseReason why) {
        Subscriber subscriber = members.get(channel.id());
        if (subscriber == null) {
            channel.close();
        } else {
            subscriber.close(why);
        }
    }

    /** The open streams; one that opens or closes meanwhile may be seen or not. */
    public Collection<Subscriber> subscribers() {
        return members.values();
    }

    /** The status of a stream of the group. */
    public StreamStatus status(Subscriber subscriber) {
        return shardOf(subscriber.channel()).status(subscriber);
    }

    /** The stream of a channel, if it is in the group. */
    public @Nullable Subscriber subscriber(Channel channel) {
        return members.get(channel.id());
    }

    @Override
    public @Nullable Channel find(ChannelId id) {
        Subscriber subscriber = members.get(id);
        return subscriber == null ? null : subscriber.channel();
    }

    @Override
    public boolean contains(Object channel) {
        return channel instanceof Channel c && members.containsKey(c.id());
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public void clear() {
        members.values().forEach(subscriber -> remove(subscriber.channel()));
    }

    @Override
    public Iterator<Channel> iterator() {
        return new ChannelIterator(
                members.values().stream().map(Subscriber::channel).iterator(), this::remove);
    }
}
