package io.ssegateway.hub;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.Announcer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Appends updates to the log, and finds the position at which a stream resumes. Safe for use by any thread. */
public final class Hub {
    /** What a client sends in place of an id to get all updates of the log. */
    public static final String EARLIEST = "earliest";

    private final EventLog log;
    private final ShardedChannelGroup streams;
    private final GatewayMetrics metrics;
    /** Whether the log was empty at the start: whether it is now depends on updates that not every client may read. */
    private final boolean wasEmpty;

    private final InFlightRequests underWay;

    /**
     * A hub over a log whose tail is {@code streams}.
     *
     * @param underWay keeps what the log is asked, until it is answered
     */
    public Hub(EventLog log, ShardedChannelGroup streams, InFlightRequests underWay, GatewayMetrics metrics) {
        this.log = log;
        this.streams = streams;
        this.underWay = underWay;
        this.metrics = metrics;
        this.wasEmpty = log.size().events() == 0;
    }

    /**
     * Publishes an update: every open stream that wants one of its topics gets it once, all streams in the same order.
     * Completes when the log has it, before the sockets are written. An update whose id the log still has is
     * acknowledged with that one's position and not delivered again.
     */
    public CompletionStage<Appended> publish(Update update) {
        return underWay.watch(log.append(update)).thenApply(appended -> {
            if (!appended.duplicate()) {
                metrics.published();
            }
            return appended;
        });
    }

    /** How many open streams want updates of the topic now. */
    public int interested(Topic topic) {
        return streams.interested(topic);
    }

    /**
     * The id of the newest update that {@code reader} may read; a stream after it gets all later updates.
     * {@value #EARLIEST} if the log was empty at the start and there was none since. It stays the same until there is
     * another such update.
     */
    public String lastEventId(Interest reader) {
        Announcer announcer = streams.announcer();
        Position newest = announcer.newestUpdate(reader);
        if (!newest.equals(Position.ORIGIN)) {
            return newest.toString();
        }
        return wasEmpty ? EARLIEST : announcer.beginning().toString();
    }

    /**
     * Finds where a stream begins. A position is only compared: the answer does not depend on whether there is an
     * update. A publisher's id is looked up among the updates that the stream may read.
     *
     * @param lastEventId the last id that its client has, {@value #EARLIEST}, or empty for what is published from now
     *     on
     * @param reader what the stream asks for and may read
     */
    public CompletionStage<ResumePoint> start(String lastEventId, Interest reader) {
        if (lastEventId.isEmpty()) {
            return CompletableFuture.completedStage(ResumePoint.LIVE);
        }
        if (lastEventId.equals(EARLIEST)) {
            return CompletableFuture.completedStage(ResumePoint.EARLIEST);
        }
        Optional<Position> position = Position.parse(lastEventId);
        if (position.isPresent()) {
            return startAfter(position.get(), lastEventId, reader);
        }
        return underWay.watch(log.find(lastEventId, reader))
                .thenApply(found -> found.map(p -> ResumePoint.after(p, lastEventId))
                        .orElseGet(() -> ResumePoint.unknownId(lastEventId)));
    }

    private CompletionStage<ResumePoint> startAfter(Position position, String requested, Interest reader) {
        if (streams.announcer().atHead(reader).covers(position)) {
            return CompletableFuture.completedStage(after(position, requested));
        }
        // It may come from another node, from this very moment, from another log, or from a clock that was set back.
        return underWay.watch(log.reach(position)).thenApply(reached -> {
            Position here = streams.announcer().atHead(reader);
            if (here.covers(position)) {
                return after(position, requested);
            }
            // Nothing that it may read lies in between, and updates may yet come at or before the one of the future.
            return reached ? after(here.meet(position), requested) : ResumePoint.unknownId(requested);
        });
    }

    /**
     * Finds what a stream cannot get any more.
     *
     * @return the newest dropped update that it would have got after its position; empty if there is none, or if it
     *     does not ask for a position
     */
    public CompletionStage<Optional<Position>> lost(ResumePoint start, Interest interest) {
        return start.kind() == ResumePoint.Kind.AFTER && !streams.coverage().covers(start.after(), interest)
                ? underWay.watch(log.read(start.after(), interest, 1))
                        .thenApply(page -> Optional.ofNullable(page.lost()))
                : CompletableFuture.completedStage(Optional.empty());
    }

    private static ResumePoint after(Position position, String requested) {
        return position.equals(Position.ORIGIN) ? ResumePoint.EARLIEST : ResumePoint.after(position, requested);
    }
}
