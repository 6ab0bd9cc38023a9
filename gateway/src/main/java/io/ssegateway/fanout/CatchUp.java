package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GapReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream that does not stand where its shard stands: it replays, or its socket was full, or it reads at intervals of its
 * own. All three are a cursor that moves forward, from the log's pages as long as the ring does not reach back so far, then from
 * the ring. A stream has this object only as long as it needs it; what waits for it is a cursor, never a queue.
 *
 * <p>Belongs to its event loop. It moves by turns, one write each, which {@link CatchUps} gives to the streams of the loop
 * one after the other, so that a long replay delays nobody.
 */
final class CatchUp implements ChannelFutureListener {
    /** Of a frame that the socket has cut, so much waits in the channel; the rest stays in the shared frame. */
    private static final int PIECE_BYTES = 2 * 1024;
    /** Frames of the ring that one turn looks at. */
    private static final int FRAMES_PER_TURN = 4_096;

    private static final int ENTRIES_PER_PAGE = 256;

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
    }

    private final Subscriber subscriber;
    private final CatchUps shard;
    private final FrameRing ring;
    private final Start start;
    private final Lag lag;

    private volatile State state = State.OVER;
    /** Everything up to here was written, or is not wanted. */
    private volatile Position position;
    /** What the socket has cut, and how much of it is written. */
    private @Nullable LoggedFrame unfinished;

    private int written;
    /** What comes next, before the ring is asked again. */
    private List<LoggedFrame> page = List.of();

    private int pageNext;
    private Position pageEnd;
    /** Whether the log must be asked although the ring may have it all: it alone knows what is gone. */
    private boolean askLog;

    private boolean gapTold;
    private Position lostTold = Position.ORIGIN;
    private @Nullable LoggedFrame gap;
    private @Nullable Conflation conflation;
    private long dueNanos;
    private @Nullable Future<?> timer;

    CatchUp(Subscriber subscriber, CatchUps shard, Position position, Start start) {
        this.subscriber = subscriber;
        this.shard = shard;
        this.ring = shard.ring();
        this.position = position;
        this.pageEnd = position;
        this.start = start;
        this.askLog = start.kind() != Start.Kind.LIVE;
        this.lag = new Lag(shard.limits(), shard.now());
        this.dueNanos = shard.now();
        long sequence = ring.after(position);
        if (sequence >= 0) {
            lag.at(ring, sequence);
        }
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** The cursor; may be read by any thread. */
    Position position() {
        return position;
    }

    /** Whether nothing is to be written now. */
    boolean isIdle() {
        return state == State.RESTING || state == State.WAITING;
    }

    /** Whether it has all there is and waits for the next update. */
    boolean isResting() {
        return state == State.RESTING;
    }

    /** What it does, in the words of {@link Standing#state}; may be read by any thread. */
    String word() {
        return state.word;
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
        shard.lagging(isLagging(next) - isLagging(state));
        state = next;
    }

    private static int isLagging(State state) {
        return state == State.READY || state == State.SOCKET || state == State.LOG ? 1 : 0;
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

    /** The socket took less than a whole write: its frame number {@code index} was cut at {@code offset}. */
    void cut(Span span, int index, int offset) {
        advance(span, index + 1);
        unfinished = span.frame(index);
        written = offset;
        writePiece();
    }

    /** Gives the channel a part of the rest; when that has gone, the socket has room again. */
    private void writePiece() {
        LoggedFrame rest = unfinished;
        if (rest == null) {
            return;
        }
        ByteBuf piece = rest.frame().view(subscriber.chunked(), written, PIECE_BYTES);
        written += piece.readableBytes();
        if (written == rest.frame().length(subscriber.chunked())) {
            unfinished = null;
        }
        enter(State.SOCKET);
        dueNanos = shard.now() + subscriber.throttleNanos();
        shard.written(subscriber, 0, piece.readableBytes());
        subscriber.writeThrough(piece, shard.now()).addListener(this);
    }

    /** Gives the channel the whole rest, so that other bytes may follow it. */
    void finishFrame() {
        LoggedFrame rest = unfinished;
        if (rest != null) {
            unfinished = null;
            shard.written(subscriber, 0, rest.frame().length(subscriber.chunked()) - written);
            subscriber.writeThrough(rest.frame().view(subscriber.chunked(), written, Integer.MAX_VALUE), shard.now());
        }
    }

    @Override
    public void operationComplete(ChannelFuture piece) {
        if (piece.isSuccess() && state == State.SOCKET) {
            ready();
        }
    }

    /** Looks whether the stream is behind for too long although it cannot be helped now. */
    void checkBudget() {
        if (state == State.SOCKET && lag.isOver(ring, shard.now())) {
            shard.policy(subscriber).whileStuck(subscriber);
        }
    }

    /** Writes once, as much as the socket takes. */
    void turn(Span span) {
        if (state != State.READY) {
            return;
        }
        if (unfinished != null) {
            finish(span);
            return;
        }
        if (!throttled() && lag.isOver(ring, shard.now())) {
            lag.reset(shard.now());
            shard.policy(subscriber).whenReading(subscriber, this);
            if (state != State.READY) {
                return;
            }
        }
        if (throttled() && conflation == null && page.isEmpty()) {
            conflation = new Conflation();
        }
        if (page.isEmpty() && (askLog || ring.after(position) < 0)) {
            readLog();
        } else if (page.isEmpty() && conflation != null) {
            collect(conflation);
        } else {
            write(span);
        }
    }

    private void finish(Span span) {
        LoggedFrame rest = unfinished;
        if (rest == null) {
            return;
        }
        span.clear();
        span.addRest(rest, subscriber.chunked(), written);
        int taken = subscriber.write(span, 0, span.end(0), shard.now());
        if (taken == Subscriber.GONE) {
            return;
        }
        shard.written(subscriber, 0, taken);
        written += taken;
        if (taken < span.end(0)) {
            writePiece();
            return;
        }
        if (written == rest.frame().length(subscriber.chunked())) {
            unfinished = null;
        }
        ready();
    }

    private void write(Span span) {
        span.clear();
        boolean fromRing = page.isEmpty();
        Position through = fromRing ? fillFromRing(span) : fillFromPage(span);
        if (span.isEmpty()) {
            position = through;
            goOn();
            return;
        }
        int end = span.end(span.count() - 1);
        int taken = subscriber.write(span, 0, end, shard.now());
        if (taken == Subscriber.GONE) {
            return;
        }
        if (taken < end) {
            int index = span.frameBehind(taken);
            shard.written(subscriber, index + 1, taken);
            cut(span, index, taken - span.start(index));
            return;
        }
        shard.written(subscriber, span.count(), taken);
        advance(span, span.count());
        if (fromRing) {
            position = through;
        }
        dueNanos = shard.now() + subscriber.throttleNanos();
        goOn();
    }

    /** The first frames of the span are written, or will be by the channel. */
    private void advance(Span span, int frames) {
        position = span.frame(frames - 1).position();
        gapTold = gapTold && span.frame(frames - 1).topics().isEmpty();
        if (!page.isEmpty()) {
            pageNext += frames;
            if (pageNext == page.size()) {
                page = List.of();
                pageNext = 0;
                position = pageEnd;
            }
        }
    }

    private Position fillFromPage(Span span) {
        for (int i = pageNext; i < page.size() && span.fits(page.get(i).frame(), subscriber.chunked()); i++) {
            span.add(page.get(i), subscriber.chunked());
        }
        return position;
    }

    private Position fillFromRing(Span span) {
        Position through = position;
        long sequence = ring.after(position);
        for (int looked = 0; sequence >= 0 && looked < FRAMES_PER_TURN; looked++, sequence++) {
            FrameRing.Slot slot = ring.at(sequence);
            if (slot == null) {
                break;
            }
            if (subscriber.interest().matches(slot.logged().topics())) {
                if (!span.fits(slot.logged().frame(), subscriber.chunked())) {
                    break;
                }
                span.add(slot.logged(), subscriber.chunked());
            }
            through = slot.position();
        }
        return through;
    }

    /** After a write that the socket took whole. */
    private void goOn() {
        if (!page.isEmpty()) {
            ready();
            return;
        }
        long sequence = ring.after(position);
        if (sequence >= 0) {
            lag.at(ring, sequence);
        }
        if (throttled()) {
            if (ring.newest().isAfter(position)) {
                waitForDue();
            } else {
                rest();
            }
        } else if (sequence >= 0 && sequence == ring.head()) {
            enter(State.OVER);
            subscriber.setNext(sequence);
            subscriber.setCatchUp(null);
        } else {
            ready();
        }
    }

    private void readLog() {
        enter(State.LOG);
        shard.read(position, subscriber.interest(), ENTRIES_PER_PAGE, this::arrived, this::ready);
    }

    private void arrived(Page read) {
        if (state != State.LOG) {
            return;
        }
        tellLoss(read);
        askLog = false;
        lag.progress(shard.now());
        Position through = read.through().isAfter(position) ? read.through() : position;
        if (conflation == null) {
            List<LoggedFrame> frames = new ArrayList<>(read.entries().size() + 1);
            for (Entry entry : read.entries()) {
                frames.add(LoggedFrame.of(entry));
            }
            show(frames, through);
        } else {
            for (Entry entry : read.entries()) {
                conflation.add(LoggedFrame.of(entry));
            }
            position = through;
        }
        ready();
    }

    /** The log repeats what it has lost on every page that begins before the loss; the client is told once. */
    private void tellLoss(Page read) {
        Position lost = read.lost();
        Position from = position;
        if (lost != null) {
            if (!lost.isAfter(lostTold)) {
                return;
            }
            lostTold = lost;
            // Topics under other rules may have updates that are older than the loss, and these are still to come.
            boolean older = !read.entries().isEmpty()
                    && lost.isAfter(read.entries().get(0).position());
            from = older ? position : lost;
        }
        if (askLog && start.kind() == Start.Kind.UNKNOWN_ID) {
            tell(GapReason.UNKNOWN_ID, start.requested(), from, null);
        } else if (lost != null && !(askLog && start.kind() == Start.Kind.EARLIEST)) {
            tell(GapReason.EXPIRED, askLog ? start.requested() : position.toString(), from, null);
        }
    }

    /** Tells the client that it does not get something; once for as long as it gets nothing else. */
    private void tell(GapReason reason, String requested, Position resumedFrom, @Nullable Long missed) {
        if (!gapTold) {
            gapTold = true;
            gap = new Gap(reason, requested, resumedFrom, missed).frame();
            shard.metrics().gap(reason);
        }
    }

    /** Has these frames written next, behind a gap that the client has not been told yet. */
    private void show(List<LoggedFrame> frames, Position end) {
        if (gap != null) {
            frames.add(0, gap);
            gap = null;
        }
        page = frames;
        pageNext = 0;
        pageEnd = end;
        if (frames.isEmpty()) {
            position = end;
        }
    }

    /** From here to the newest update, only the newest of each topic is written. */
    void conflate() {
        dropPage();
        conflation = new Conflation();
    }

    /** Forgets what was to be written next: the cursor still stands before it. A gap that was not told yet is kept. */
    private void dropPage() {
        if (!page.isEmpty() && pageNext == 0 && page.get(0).topics().isEmpty()) {
            gap = page.get(0);
        }
        page = List.of();
        pageNext = 0;
    }

    private void collect(Conflation collected) {
        Position through = position;
        long sequence = ring.after(position);
        int looked = 0;
        for (FrameRing.Slot slot = at(sequence); slot != null && looked < FRAMES_PER_TURN; slot = at(++sequence)) {
            if (subscriber.interest().matches(slot.logged().topics())) {
                collected.add(slot.logged());
            }
            through = slot.position();
            looked++;
        }
        position = through;
        if (sequence >= 0 && sequence == ring.head()) {
            conflation = null;
            show(new ArrayList<>(collected.frames()), through);
            if (page.isEmpty()) {
                goOn();
                return;
            }
        }
        ready();
    }

    private FrameRing.@Nullable Slot at(long sequence) {
        return sequence < 0 ? null : ring.at(sequence);
    }

    /** Goes on with the newest update, and tells the client how many it does not get. */
    void skipToNewest() {
        long sequence = ring.after(position);
        boolean counted = sequence >= 0;
        String requested = position.toString();
        long matching = 0;
        FrameRing.Slot newest = null;
        Position end = position;
        for (long s = counted ? sequence : ring.tail(); s < ring.head(); s++) {
            FrameRing.Slot slot = ring.at(s);
            if (slot == null) {
                counted = false;
                continue;
            }
            end = slot.position();
            if (subscriber.interest().matches(slot.logged().topics())) {
                matching++;
                newest = slot;
            }
        }
        if (newest == null || (counted && matching == 1)) {
            return; // Nothing is passed over.
        }
        dropPage();
        tell(GapReason.SKIPPED, requested, newest.previous(), counted ? matching - 1 : null);
        List<LoggedFrame> frames = new ArrayList<>(2);
        frames.add(newest.logged());
        show(frames, end);
    }
}
