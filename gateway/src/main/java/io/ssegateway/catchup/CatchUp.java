package io.ssegateway.catchup;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.StreamWriter;
import io.ssegateway.stream.Subscriber;

/**
 * One stream that is not live: it replays, its socket was full, or it is throttled. All three are a cursor that moves
 * forward: through pages of the log as long as the ring does not reach back so far, then through the ring. A stream has
 * this object only as long as it needs it: a cursor, never a queue.
 *
 * <p>Belongs to its event loop. It moves by turns, one write each, which {@link CatchUps} gives to the streams of the
 * loop one after the other, with the loop's other work in between.
 */
public final class CatchUp extends StatefulCursor implements Reader, ChannelFutureListener {
    private final StreamWriter writer;
    private final CatchUps shared;
    private final StreamLoop loop;
    private final Sources sources;
    private final LagBudget lag;
    private final Waiting waiting;

    /** When a throttled stream may be written to again. */
    private long dueNanos;

    /** Whether its client has reconnected and has not got everything yet that it had missed. */
    private boolean replay;

    private CatchUp(Subscriber subscriber, CatchUps shared, Position position, Position given, ResumePoint start) {
        super(subscriber, shared.loop().metrics());
        this.writer = subscriber.writer();
        this.shared = shared;
        this.loop = shared.loop();
        this.sources = new Sources(shared, subscriber.interest(), position, given, start);
        this.lag = new LagBudget(shared.ring(), shared.limits(), loop.now());
        this.waiting = new Waiting(shared, this);
        this.dueNanos = loop.now();
        this.replay = start.kind() != ResumePoint.Kind.LIVE;
        lag.at(sources.next(), loop.now());
        subscriber.lag(this);
    }

    /**
     * The stream begins to catch up.
     *
     * @param position everything up to here was written, or is not for it
     * @param given the position that its client has, as far as is known
     * @param start where it began
     */
    public static void begin(
            Subscriber subscriber, CatchUps shared, Position position, Position given, ResumePoint start) {
        new CatchUp(subscriber, shared, position, given, start).ready();
    }

    /** A throttled stream has all updates; like {@link #begin}. */
    public static void rest(Subscriber subscriber, CatchUps shared, Position position, Position given) {
        new CatchUp(subscriber, shared, position, given, ResumePoint.LIVE).enter(CatchUpState.RESTING);
    }

    /** The socket of a live stream was full; the frame at this position was written in part or not at all. */
    public static void afterCut(Subscriber subscriber, CatchUps shared, Position cut) {
        new CatchUp(subscriber, shared, cut, cut, ResumePoint.LIVE).awaitRoom();
    }

    @Override
    public Position position() {
        return sources.position();
    }

    private void ready() {
        enter(CatchUpState.READY);
        waiting.forTurn(replay);
    }

    @Override
    public void stop() {
        leave();
        waiting.stop();
    }

    @Override
    public void wake(Position before) {
        if (is(CatchUpState.RESTING)) {
            sources.passOver(before);
            waitForDue();
        }
    }

    private void waitForDue() {
        long wait = dueNanos - loop.now();
        if (wait <= 0) {
            ready();
        } else {
            enter(CatchUpState.WAITING);
            waiting.forTime(wait, this::ready);
        }
    }

    /** A frame was cut: gives the channel a part of the rest; when that has gone, the socket has room again. */
    private void awaitRoom() {
        enter(CatchUpState.SOCKET);
        dueNanos = loop.now() + subscriber.throttleNanos();
        writer.awaitRoom(this);
    }

    @Override
    public void operationComplete(ChannelFuture piece) {
        if (piece.isSuccess() && is(CatchUpState.SOCKET)) {
            ready();
        }
    }

    @Override
    public void checkBudget() {
        // By the other policies it keeps nothing but its cursor: nothing is gained before it reads.
        boolean isOver = is(CatchUpState.SOCKET) && lag.isOver(loop.now());
        if (isOver && shared.policy(subscriber) == SlowConsumerPolicy.DISCONNECT) {
            subscriber.close(CloseReason.SLOW_CONSUMER);
        }
    }

    @Override
    public void turn(WriteBuffer buffer) {
        if (is(CatchUpState.READY)) {
            advance(buffer);
            endTurn();
        }
    }

    private void endTurn() {
        if (!sources.hasPage()) {
            waiting.releasePage(); // It is written: another stream may have one.
        }
    }

    private void advance(WriteBuffer buffer) {
        if (writer.isCut()) {
            if (writer.continueCut(buffer, loop.now())) {
                ready();
            } else if (writer.channel().isOpen()) {
                awaitRoom();
            }
            return;
        }
        enforceBudget();
        if (is(CatchUpState.READY) && (sources.isChosen() || !isThrottled() || conflateIfDue())) {
            next(buffer);
        }
    }

    private void enforceBudget() {
        if (replay) {
            lag.progress(loop.now()); // That it had to wait for its turn is not the reader's fault.
        } else if (!isThrottled() && lag.isOver(loop.now())) {
            lag.reset(loop.now());
            switch (shared.policy(subscriber)) {
                case DISCONNECT -> subscriber.close(CloseReason.SLOW_CONSUMER);
                case SKIP -> sources.skipToNewest();
                case LATEST -> sources.conflate();
            }
        }
    }

    /** Has a throttled stream take the newest of each topic, unless that is too early; answers whether it does. */
    private boolean conflateIfDue() {
        if (dueNanos - loop.now() > 0) {
            proceed(); // The last frame was written only in part; the next one is not due yet.
            return false;
        }
        lag.reset(loop.now());
        sources.conflate();
        return true;
    }

    private void next(WriteBuffer buffer) {
        if (sources.needsPage()) {
            enter(CatchUpState.LOG);
            waiting.forPage(replay);
            return;
        }
        Source source = sources.source();
        if (source != null) {
            write(source, buffer);
        } else {
            proceed();
        }
    }

    @Override
    public void arrived(LogPage page) {
        if (is(CatchUpState.LOG)) {
            sources.take(page);
            lag.progress(loop.now());
            endTurn();
            ready();
        }
    }

    private void write(Source source, WriteBuffer buffer) {
        buffer.clear();
        source.layOut(buffer, subscriber.chunked());
        int frames = 0;
        if (!buffer.isEmpty()) {
            frames = writer.write(buffer, 0, buffer.count() - 1, loop.now());
            if (frames == StreamWriter.GONE) {
                return;
            }
            dueNanos = loop.now() + subscriber.throttleNanos();
        }
        long number = sources.written(source, buffer, frames, writer.isCut());
        if (frames > 0) {
            subscriber.gaveId(number);
        }
        if (writer.isCut()) {
            lag.at(sources.next(), loop.now());
            awaitRoom();
        } else {
            proceed();
        }
    }

    private void proceed() {
        lag.at(sources.next(), loop.now());
        if (sources.isChosen()) {
            ready();
        } else if (isThrottled()) {
            replay = false;
            waiting.endReplay();
            if (sources.isAtEnd()) {
                enter(CatchUpState.RESTING);
            } else {
                waitForDue();
            }
        } else if (sources.isAtEnd()) {
            enter(CatchUpState.OVER);
            subscriber.beginLive(sources.next(), position());
        } else {
            ready();
        }
    }
}
