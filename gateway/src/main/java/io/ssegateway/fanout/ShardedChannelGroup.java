package io.ssegateway.fanout;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelId;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All open streams, and the one way to broadcast to them. It is a Netty {@link ChannelGroup} with one {@link LoopShard} per
 * event loop: an operation on the group costs one task per loop, whatever the number of channels, while
 * {@code DefaultChannelGroup} queues one task per channel.
 *
 * <p>Two ways to write. It is the tail of the event log: each update goes to the subscribers that want it, the hot path. And it
 * has the methods of {@link ChannelGroup}, which write any message to any channels and answer a future for each. Safe for use by
 * any thread.
 */
public final class ShardedChannelGroup extends EventLoopChannelGroup {
    /** One line for each stream that opens or closes; its name stands in log4j2.xml. */
    private static final Logger LOG = LogManager.getLogger("io.ssegateway.streams");

    private final EventLog log;
    private final FrameRing ring;
    private final Announcer announcer;
    private final FanoutSettings settings;
    private final GatewayMetrics metrics;
    private final Map<ChannelId, Subscriber> members = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopShard> shards = new ConcurrentHashMap<>();
    private final RetentionHorizon horizon;
    private final RingTail tail;
    /** One listener for all channels: it costs a closed channel nothing but the call. */
    private final ChannelFutureListener leave = future -> remove(future.channel());

    /** An empty group whose streams get what is appended to the log from now on. */
    public ShardedChannelGroup(String name, EventLog log, FanoutSettings settings, GatewayMetrics metrics) {
        super(name);
        this.log = log;
        this.settings = settings;
        this.metrics = metrics;
        this.ring = new FrameRing(settings.ringSize(), settings.ringBytes());
        this.announcer = new Announcer(log, ring);
        this.horizon = new RetentionHorizon(settings.rules(), System::nanoTime);
        this.tail = new RingTail(ring, horizon, this::wakeAll);
        log.tail(tail);
    }

    /**
     * Whether it is known where the log stands. Until then no stream of topics may be added: it would have no place to begin. From
     * then on this stays true.
     */
    public boolean hasBegun() {
        return tail.hasBegun();
    }

    private void wakeAll() {
        for (LoopShard shard : shards.values()) {
            shard.wake();
        }
    }

    /**
     * Takes in a stream until its channel closes; it begins with the next update. A stream that is opened on its own event loop
     * gets every update that is appended after this returns.
     *
     * @return false if its channel is in the group already
     */
    public boolean add(Subscriber subscriber) {
        return add(subscriber, ResumePoint.LIVE, FirstBlock.ID_ALONE);
    }

    /**
     * Takes in a stream until its channel closes. The block that it begins with is written, but not flushed.
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
        shard.onLoop(() -> shard.add(subscriber, start, first));
        channel.closeFuture().addListener(leave);
        return true;
    }

    /** Takes in a channel that has asked for no topic: it gets heartbeats and what is written to the group. */
    @Override
    public boolean add(Channel channel) {
        return add(new Subscriber(channel, "", Interest.NONE, Duration.ZERO, false, reason -> {}));
    }

    @Override
    public boolean remove(Object channelOrId) {
        Object id = channelOrId instanceof Channel channel ? channel.id() : channelOrId;
        Subscriber subscriber = members.remove(id);
        if (subscriber == null) {
            return false;
        }
        subscriber.channel().closeFuture().removeListener(leave);
        CloseReason reason = subscriber.reason();
        metrics.streamClosed(reason);
        LOG.debug("closed {} {} {}", subscriber, reason.word(), subscriber.channel());
        LoopShard shard = shardOf(subscriber.channel());
        shard.onLoop(() -> shard.remove(subscriber, reason));
        return true;
    }

    private LoopShard shardOf(Channel channel) {
        return shards.computeIfAbsent(channel.eventLoop(), loop -> {
            LoopShard shard = new LoopShard(loop, log, ring, settings, metrics);
            new IdleSweeper(shard, horizon, settings).start(shards.size());
            return shard;
        });
    }

    /**
     * The position behind which a stream of this interest gets all that is published from now on, and nothing older. It says nothing about
     * updates that the interest {@linkplain Interest#mayRead may not read}.
     */
    public Position announceable(Interest interest) {
        return announcer.atHead(interest);
    }

    /** The newest update since the start that the interest may read. */
    public Optional<Position> newestUpdate(Interest interest) {
        return Optional.of(announcer.newestUpdate(interest)).filter(newest -> !newest.equals(Position.ORIGIN));
    }

    /** A position between what the log had at the start and what came since. */
    public Position beginning() {
        return ring.startMark();
    }

    /** The position of the newest update, whoever may read it: not to be told to clients. */
    public Position newest() {
        return ring.newest();
    }

    /** How many open streams want updates of the topic. */
    public int interested(Topic topic) {
        int sum = 0;
        for (LoopShard shard : shards.values()) {
            sum += shard.interested(topic);
        }
        return sum;
    }

    /** Hands the channel the rest of a frame that its socket has cut: what is written to the group must not get into it. */
    @Override
    void beforeWrite(Channel channel) {
        Subscriber subscriber = members.get(channel.id());
        if (subscriber != null) {
            subscriber.finishFrame();
        }
    }

    /** Writes one event of the stream's own code to it; on that stream's event loop only. */
    public void send(Subscriber subscriber, Frame frame) {
        shardOf(subscriber.channel()).send(subscriber, frame);
    }

    /** The open streams; what opens or closes meanwhile may be seen or not. */
    public Collection<Subscriber> subscribers() {
        return members.values();
    }

    /** Where a stream of the group stands. */
    public StreamStatus status(Subscriber subscriber) {
        return shardOf(subscriber.channel()).status(subscriber);
    }

    /** The stream of a channel, if it is in the group. */
    public @Nullable Subscriber subscriber(Channel channel) {
        return members.get(channel.id());
    }

    /**
     * The stream with this {@linkplain Subscriber#id id}, compared letter by letter, if it is in the group. Looks at all: for an
     * operator, not for each event.
     */
    public @Nullable Subscriber subscriber(String id) {
        for (Subscriber subscriber : members.values()) {
            if (id.equals(subscriber.id())) {
                return subscriber;
            }
        }
        return null;
    }

    /**
     * Ends the streams that a test holds for. Looks at all, on the calling thread; each then ends on its own.
     *
     * @return how many
     */
    public int endIf(Predicate<Subscriber> test, CloseReason why) {
        int ended = 0;
        for (Subscriber subscriber : members.values()) {
            if (test.test(subscriber)) {
                subscriber.end(why);
                ended++;
            }
        }
        return ended;
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
    public boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public void clear() {
        members.values().forEach(subscriber -> remove(subscriber.channel()));
    }

    @Override
    public Iterator<Channel> iterator() {
        Iterator<Subscriber> iterator = members.values().iterator();
        return new Iterator<>() {
            private @Nullable Channel last;

            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Channel next() {
                last = iterator.next().channel();
                return last;
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("next() first");
                }
                ShardedChannelGroup.this.remove(last);
                last = null;
            }
        };
    }
}
