package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries the live streams of one event loop to the newest update. It takes the frames behind its position, as many as fit
 * into one write, as a batch: works out which audience gets which of them, and writes each audience's part to each of its
 * subscribers. Many updates that were published meanwhile are one write; and all live streams stand where the pass stands, so
 * that a stream has no queue and an update costs nothing for those who do not want it.
 *
 * <p>There is one task for it in the loop's queue at most. After some writes it lets the loop do its other work, and goes on in
 * the middle of the batch: what is published meanwhile will be in the next batch, after a short {@link Linger}.
 */
final class LivePass implements Runnable {
    /** The frames of a batch are counted in the bits of a {@code long}. */
    private static final int MAX_FRAMES = Long.SIZE;
    /**
     * The fewer, the more often the loop reads what is published, and the more of it goes into one write; the more, the less the
     * turns themselves cost.
     */
    static final int WRITES_PER_TURN = 128;

    private final LoopShard shard;
    private final FrameRing ring;
    private final TopicIndex index;
    private final LoopYield turns;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** All live streams have what is before this frame, or were never meant to have it. */
    private long position;
    /** The same as a place in the log. */
    private volatile Position passed;
    /** What streams without grants may be told of it: {@link Announcer}. */
    private Position open;

    // The batch under way: frames from position to end, exclusively.
    private long end;
    private long startedNanos;
    private final WriteBuffer batch = new WriteBuffer();
    private final FrameRing.Slot[] slots = new FrameRing.Slot[MAX_FRAMES];
    private Position endPosition;
    private Position endOpen;
    private final List<Audience> touched = new ArrayList<>();
    private int audience;

    // The audience under way: its frames and where they lie in one piece.
    private boolean walking;
    private long frames;
    private final WriteBuffer gathered = new WriteBuffer();
    private WriteBuffer part = batch;
    private int first;
    private int last;
    /** The number of the last one in the ring. */
    private long lastFrame;

    private int slot;
    private int slotEnd;

    // The turn under way.
    private long now;
    private int writesLeft;
    private long events;
    private long writes;
    private long bytes;

    LivePass(LoopShard shard, FrameRing ring, TopicIndex index) {
        this.shard = shard;
        this.ring = ring;
        this.index = index;
        this.turns = new LoopYield(shard.loop(), this);
        this.passed = ring.newest();
        this.open = ring.mark();
        this.endPosition = passed;
        this.endOpen = open;
        begin(ring.head());
    }

    /** Sees to it that the frames behind the pass are delivered; may be called by any thread. */
    void wake() {
        if (scheduled.compareAndSet(false, true)) {
            turns.soon();
        }
    }

    /** Where live streams stand in the log; may be read by any thread. */
    Position passed() {
        return passed;
    }

    /** Where live streams stand, as streams without grants may be told. */
    Position open() {
        return open;
    }

    /** The first frame that live streams have not got. */
    long position() {
        return position;
    }

    /** Whether no batch is under way, so that all live streams stand at the same place. */
    boolean isSettled() {
        return end == position;
    }

    /** A shard without streams that read has nothing to deliver: it begins with the next frame. */
    void skip() {
        if (isSettled()) {
            begin(ring.head());
        }
    }

    private void begin(long sequence) {
        long next = sequence;
        Position before = ring.before(next);
        Position openBefore = ring.openBefore(next);
        while (before == null || openBefore == null) { // Overtaken in between.
            next = ring.head();
            before = ring.before(next);
            openBefore = ring.openBefore(next);
        }
        position = next;
        end = next;
        passed = before;
        open = openBefore;
    }

    @Override
    public void run() {
        assert shard.loop().inEventLoop();
        writesLeft = WRITES_PER_TURN;
        now = shard.ticker().nanoTime();
        try {
            while (!isSettled() || nextBatch()) {
                if (!deliver()) {
                    report();
                    turns.afterOthers();
                    return;
                }
                settle();
                long rest = rest();
                if (rest > 0) {
                    report();
                    turns.later(rest);
                    return;
                }
            }
        } catch (RuntimeException fault) {
            abandon(fault);
        }
        report();
        scheduled.set(false);
        if (ring.head() != position) {
            wake();
        }
    }

    /** How long publishers may fill the next batch; zero if none have come meanwhile, or so many that it is full. */
    private long rest() {
        FrameRing.Slot next = ring.at(position);
        if (next == null
                || ring.head() - position >= MAX_FRAMES
                || ring.headBytes() - next.startBytes() >= WriteBuffer.CAPACITY) {
            return 0;
        }
        return Linger.after(shard.ticker().nanoTime() - startedNanos);
    }

    /** Nobody knows who has got what: whoever was to get it closes, and the pass goes on with the next frame. */
    private void abandon(RuntimeException fault) {
        shard.failAll(fault);
        if (walking) {
            touched.get(audience).members().endWalk();
            walking = false;
        }
        touched.forEach(Audience::takeFrames);
        touched.clear();
        audience = 0;
        begin(ring.head());
    }

    /** Takes what is behind the position; answers whether there is anything. */
    private boolean nextBatch() {
        long head = ring.head();
        if (head == position) {
            return false;
        }
        startedNanos = shard.ticker().nanoTime();
        batch.clear();
        long sequence = position;
        for (; sequence < head && batch.count() < MAX_FRAMES; sequence++) {
            FrameRing.Slot next = ring.at(sequence);
            if (next == null) {
                overtaken();
                return nextBatch();
            }
            if (!batch.fits(next.logged().frame(), true)) {
                break;
            }
            if (index.offer(next.logged(), batch.count(), touched)) {
                slots[batch.count()] = next;
                batch.add(next.logged(), true);
            }
            endPosition = next.position();
            endOpen = next.open();
        }
        end = sequence;
        return true;
    }

    /** The loop was so late that frames have left the ring: every live stream reads them from the log, at its own pace. */
    private void overtaken() {
        touched.forEach(Audience::takeFrames);
        touched.clear();
        shard.sendAllBack();
        begin(ring.head());
    }

    /** Writes until the batch is delivered or the turn is over; answers whether it is delivered. */
    private boolean deliver() {
        for (; audience < touched.size(); audience++) {
            SubscriberList members = touched.get(audience).members();
            if (!walking) {
                select(touched.get(audience));
                slot = 0;
                slotEnd = members.beginWalk();
                walking = true;
            }
            while (slot < slotEnd) {
                if (writesLeft == 0) {
                    return false;
                }
                Subscriber subscriber = members.at(slot++);
                if (subscriber != null) {
                    try {
                        deliver(subscriber);
                    } catch (RuntimeException fault) {
                        shard.fail(subscriber, fault);
                    }
                }
            }
            walking = false;
            members.endWalk();
        }
        return true;
    }

    /** Finds the audience's frames in one piece: most often that is a part of the batch as it is, else they are gathered. */
    private void select(Audience next) {
        frames = next.takeFrames();
        lastFrame = slots[MAX_FRAMES - 1 - Long.numberOfLeadingZeros(frames)].sequence();
        boolean chunked = next.kind().chunked();
        if (chunked && isContiguous(frames)) {
            part = batch;
            first = Long.numberOfTrailingZeros(frames);
            last = MAX_FRAMES - 1 - Long.numberOfLeadingZeros(frames);
            return;
        }
        gathered.clear();
        for (long rest = frames; rest != 0; rest &= rest - 1) {
            gathered.add(batch.frame(Long.numberOfTrailingZeros(rest)), chunked);
        }
        part = gathered;
        first = 0;
        last = gathered.count() - 1;
    }

    private static boolean isContiguous(long bits) {
        long low = bits >>> Long.numberOfTrailingZeros(bits);
        return (low & (low + 1)) == 0;
    }

    private void deliver(Subscriber subscriber) {
        CatchUp catchUp = subscriber.catchUp();
        if (catchUp != null) {
            catchUp.wake(passed);
        } else if (subscriber.next() <= position) {
            write(subscriber, part, first, last);
        } else {
            deliverFrom(subscriber, subscriber.next());
        }
    }

    /** A stream that opened, or caught up, in the middle of what is now the batch: only a part of it is for this one. */
    private void deliverFrom(Subscriber subscriber, long sequence) {
        long wanted = frames;
        while (wanted != 0 && slots[Long.numberOfTrailingZeros(wanted)].sequence() < sequence) {
            wanted &= wanted - 1;
        }
        if (wanted == 0) {
            return;
        }
        int skipped = Long.bitCount(frames) - Long.bitCount(wanted);
        write(subscriber, part, first + skipped, last);
    }

    private void write(Subscriber subscriber, WriteBuffer span, int from, int to) {
        int start = span.start(from);
        int length = span.end(to) - start;
        int taken = subscriber.write(span, start, start + length, now);
        writesLeft--;
        if (taken == Subscriber.GONE) {
            return;
        }
        int count = to - from + 1;
        if (taken < length) {
            int cut = span.frameBehind(start + taken);
            count = cut - from + 1;
            shard.catchUps().cut(subscriber, span, cut, start + taken - span.start(cut));
        }
        subscriber.gaveId(lastFrame);
        subscriber.delivered(count);
        events += count;
        writes++;
        bytes += taken;
    }

    private void settle() {
        long deliveredNanos = System.nanoTime();
        for (int i = 0; i < batch.count(); i++) {
            shard.metrics().deliveryLatency(deliveredNanos - slots[i].takenNanos());
        }
        touched.clear();
        audience = 0;
        position = end;
        passed = endPosition;
        open = endOpen;
    }

    private void report() {
        if (writes > 0) {
            shard.metrics().delivered(events, writes, bytes);
            events = 0;
            writes = 0;
            bytes = 0;
        }
    }
}
