package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream that does not stand where its shard stands: it replays, or its socket was full, or it reads at intervals of its
 * own. All three are a cursor that moves forward, from the log's pages as long as the ring does not reach back so far, then from
 * the ring. A stream has this object only as long as it needs it; what waits for it is a cursor, never a queue.
 *
 * <p>Belongs to its event loop. It moves by turns, one write each, which {@link CatchUps} gives to the streams of the loop
 * one after the other, with the loop's other work in between.
 */
final class CatchUp implements ChannelFutureListener {
    /** Of a frame that the socket has cut, so much waits in the channel; the rest stays in the shared frame. */
    private static final int PIECE_BYTES = 2 * 1024;

    private static final int ENTRIES_PER_PAGE = 128;

    private enum State {
        /** A turn is coming. */
        READY("replaying"),
        /** The socket is full. */
        SOCKET("lagging"),
        /** A page of the log is on its way. */
        LOG("replaying"),
        /** Throttled: it has all there is. */
        RESTING("throttled"),
        /** Throttled: there is something, but it is too early. */
        WAITING("throttled"),
        /** The stream has closed, or is live. */
        OVER("live");

        final String word;

        State(String word) {
            this.word = word;
        }

        boolean isLagging() {
            return this == READY || this == SOCKET || this == LOG;
        }
    }

    private final Subscriber subscriber;
    private final CatchUps shard;
    private final FrameRing ring;
    private final RingReader reader;
    private final GapTracker gaps;
    private final LagBudget lag;
    private final PendingFrames backlog = new PendingFrames();

    private volatile State state = State.OVER;
    /** Everything up to here was written, or is not wanted. */
    private volatile Position position;

    private @Nullable PartialWrite cut;
    /** Takes up what the ring and the log have instead of its being written. */
    private @Nullable Conflation conflation;
    /** Whether it is conflated up to the newest update, one full window after the other. */
    private boolean conflating;
    /** When a throttled stream may be written to again. */
    private long dueNanos;

    private @Nullable Future<?> timer;
    /** Reads of the log that failed one after the other. */
    private int failedReads;
    /** Whether its client came back and has not got yet what it had missed. */
    private boolean replay;

    /**
     * A stream that has just begun to catch up.
     *
     * @param position everything up to here was written, or is not for it
     * @param given    what its client has been told as its position, as far as is known
     */
    CatchUp(Subscriber subscriber, CatchUps shard, Position position, Position given, ResumePoint start) {
        this.subscriber = subscriber;
        this.shard = shard;
        this.ring = shard.ring();
        this.reader = new RingReader(ring, subscriber.interest());
        this.gaps = new GapTracker(start, given, shard.metrics());
        this.lag = new LagBudget(shard.limits(), shard.now());
        this.position = position;
        this.dueNanos = shard.now();
        this.replay = start.kind() != ResumePoint.Kind.LIVE;
        lag.at(ring, position, shard.now());
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** The cursor; may be read by any thread. */
    Position position() {
        return position;
    }

    /** Whether nothing is to be written now: a log that is away may keep it waiting for long. */
    boolean isIdle() {
        return state == State.RESTING || state == State.WAITING || state == State.LOG;
    }

    /** Whether it has all there is and waits for the next update. */
    boolean isResting() {
        return state == State.RESTING;
    }

    /** What it does, in the words of {@link StreamStatus#state}; may be read by any thread. */
    String word() {
        return state.word;
    }

    /** Whether its client came back and has not got yet what it had missed. */
    boolean isReplay() {
        return replay;
    }

    private boolean throttled() {
        return subscriber.throttleNanos() > 0;
    }

    /** Asks for a turn. */
    void ready() {
        enter(State.READY);
        shard.ready(this);
    }

    /** Waits for {@link #wake}. */
    void rest() {
        enter(State.RESTING);
    }

    private void enter(State next) {
        if (next.isLagging() != state.isLagging()) {
            shard.metrics().lagging(next.isLagging() ? 1 : -1);
        }
        state = next;
    }

    /** The stream has closed. */
    void over() {
        enter(State.OVER);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /**
     * The live pass has something for this stream. One that rests goes on, as soon as its throttle allows; the others come to
     * it by themselves.
     *
     * @param before all up to here is nothing for a stream that rests
     */
    void wake(Position before) {
        if (state == State.RESTING) {
            if (before.isAfter(position)) {
                position = before;
            }
            waitForDue();
        }
    }

    private void waitForDue() {
        long wait = dueNanos - shard.now();
        if (wait <= 0) {
            ready();
        } else {
            enter(State.WAITING);
            timer = shard.schedule(this::ready, wait);
        }
    }

    /** The socket took less than a whole write: this frame was cut, and is the last one that counts as written. */
    void cut(RingFrame logged, int offset) {
        position = logged.position();
        lag.at(ring, position, shard.now());
        cut = new PartialWrite(logged, subscriber.chunked(), offset);
        writePiece(cut);
    }

    /** Gives the channel a part of the rest; when that has gone, the socket has room again. */
    private void writePiece(PartialWrite rest) {
        ByteBuf piece = rest.take(PIECE_BYTES);
        if (rest.isFinished()) {
            cut = null;
        }
        enter(State.SOCKET);
        dueNanos = shard.now() + subscriber.throttleNanos();
        shard.written(subscriber, 0, piece.readableBytes());
        subscriber.writeThrough(piece, shard.now()).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture piece) {
        if (piece.isSuccess() && state == State.SOCKET) {
            ready();
        }
    }

    /** Gives the channel the whole rest of a cut frame, so that other bytes may follow it. */
    void finishFrame() {
        PartialWrite rest = cut;
        if (rest != null) {
            cut = null;
            ByteBuf all = rest.take(Integer.MAX_VALUE);
            shard.written(subscriber, 0, all.readableBytes());
            subscriber.writeThrough(all, shard.now());
        }
    }

    /** Looks whether the stream is behind for too long although it cannot be helped now. */
    void checkBudget() {
        if (state == State.SOCKET && lag.isOver(ring, shard.now())) {
            // By the other policies it keeps nothing but its cursor and a part of one frame: nothing is gained before
            // it reads.
            if (shard.policy(subscriber) == SlowConsumerPolicy.DISCONNECT) {
                subscriber.close(CloseReason.SLOW_CONSUMER);
            }
        }
    }

    /** Writes once, as much as the socket takes. */
    void turn(WriteBuffer span) {
        if (state != State.READY) {
            return;
        }
        if (cut != null) {
            finish(cut, span);
            return;
        }
        if (replay) {
            lag.progress(shard.now()); // That it had to wait for its turn is not the reader's fault.
        } else if (!throttled() && lag.isOver(ring, shard.now())) {
            lag.reset(ring, shard.now());
            switch (shard.policy(subscriber)) {
                case DISCONNECT -> subscriber.close(CloseReason.SLOW_CONSUMER);
                case SKIP -> skipToNewest();
                case LATEST -> conflate();
            }
            if (state != State.READY) {
                return;
            }
        }
        if (conflating && conflation == null && backlog.isEmpty()) {
            conflation = new Conflation();
        }
        if (throttled() && conflation == null && backlog.isEmpty()) {
            if (dueNanos - shard.now() > 0) {
                goOn(); // The socket had cut the last frame; what comes next is not due yet.
                return;
            }
            lag.reset(ring, shard.now());
            conflate();
        }
        if (!backlog.isEmpty()) {
            span.clear();
            backlog.layOut(span, subscriber.chunked());
            write(span, true, position);
        } else if (conflation != null && conflation.isFull()) {
            collect(conflation);
        } else if (gaps.needsLog() || !reader.reaches(position)) {
            readLog();
        } else if (conflation == null) {
            span.clear();
            write(span, false, reader.layOut(span, subscriber.chunked(), position));
        } else {
            collect(conflation);
        }
    }

    private void finish(PartialWrite rest, WriteBuffer span) {
        rest.layOut(span);
        int taken = subscriber.write(span, 0, span.end(0), shard.now());
        if (taken == Subscriber.GONE) {
            return;
        }
        shard.written(subscriber, 0, taken);
        rest.wrote(taken);
        if (taken < span.end(0)) {
            writePiece(rest);
            return;
        }
        if (rest.isFinished()) {
            cut = null;
        }
        ready();
    }

    /** Writes what is laid out; when all of it is taken, the cursor stands at {@code through} or where the backlog says. */
    private void write(WriteBuffer span, boolean fromBacklog, Position through) {
        if (!span.isEmpty()) {
            int end = span.end(span.count() - 1);
            int taken = subscriber.write(span, 0, end, shard.now());
            if (taken == Subscriber.GONE) {
                return;
            }
            dueNanos = shard.now() + subscriber.throttleNanos();
            int frames = taken == end ? span.count() : span.frameBehind(taken) + 1;
            RingFrame last = span.frame(frames - 1);
            gaps.written(last);
            shard.written(subscriber, frames, taken, last);
            Position cursor = fromBacklog ? backlog.written(frames, last) : last.position();
            if (taken < end) {
                cut(last, taken - span.start(frames - 1));
                position = fromBacklog && !backlog.letGo() ? cursor : last.position();
                return;
            }
            position = cursor;
        }
        if (!fromBacklog) {
            position = through;
        }
        goOn();
    }

    /** After a write that the socket took whole. */
    private void goOn() {
        lag.at(ring, position, shard.now());
        if (!backlog.isEmpty() || conflating) {
            ready();
            return;
        }
        if (throttled()) {
            replay = false;
            if (ring.newest().isAfter(position)) {
                waitForDue();
            } else {
                rest();
            }
        } else {
            long next = ring.after(position);
            if (next >= 0 && next == ring.head()) {
                goLive(next);
            } else {
                ready();
            }
        }
    }

    private void goLive(long next) {
        enter(State.OVER);
        subscriber.beginLive(next, position);
        subscriber.setCatchUp(null);
    }

    private void readLog() {
        enter(State.LOG);
        shard.read(subscriber, position, ENTRIES_PER_PAGE, this::arrived, this::readFailed);
    }

    private void readFailed() {
        if (state == State.LOG) {
            failedReads++;
            timer = shard.schedule(this::readAgain, CatchUps.retryNanos(failedReads));
        }
    }

    private void readAgain() {
        if (state == State.LOG) {
            lag.progress(shard.now()); // That the log failed is not the reader's fault.
            ready();
        }
    }

    private void arrived(Page page) {
        if (state != State.LOG) {
            return;
        }
        failedReads = 0;
        gaps.read(page, position);
        lag.progress(shard.now());
        Position through = page.through().isAfter(position) ? page.through() : position;
        if (conflation == null) {
            backlog.read(
                    gaps.untold(),
                    page.entries().stream().map(Pending.Unencoded::new).toList(),
                    through);
            if (backlog.isEmpty()) {
                position = through;
            }
        } else {
            position = take(page, conflation) ? through : position;
        }
        ready();
    }

    /** Takes up a page until the window is full; answers whether that was all of it. */
    private boolean take(Page page, Conflation window) {
        for (Entry entry : page.entries()) {
            if (window.isFull()) {
                return false;
            }
            window.add(new Pending.Unencoded(entry));
            position = entry.position();
        }
        return true;
    }

    /** From here to the newest update, only the newest of each topic is written. What was to be written next is a part of it. */
    private void conflate() {
        conflating = true;
        if (conflation == null) {
            conflation = new Conflation();
        }
        if (!backlog.isEmpty()) {
            backlog.drop().forEach(conflation::add);
            position = backlog.end();
        }
    }

    private void collect(Conflation window) {
        position = reader.collect(window, position);
        boolean atEnd = reader.isAtEnd(position);
        if (!atEnd && !window.isFull()) {
            ready();
            return;
        }
        conflation = null;
        conflating = !atEnd;
        backlog.show(gaps.untold(), window.updates(), position);
        if (backlog.isEmpty()) {
            goOn();
        } else {
            ready();
        }
    }

    /** Goes on with the newest update, and tells the client how many it does not get. */
    private void skipToNewest() {
        RingReader.Skipped skipped = gaps.owesUpdate() ? null : reader.skip(position);
        if (skipped != null) {
            gaps.skipped(skipped);
            FrameRing.Slot newest = skipped.newest();
            backlog.show(gaps.untold(), List.of(newest.logged()), newest.position());
        }
    }
}
