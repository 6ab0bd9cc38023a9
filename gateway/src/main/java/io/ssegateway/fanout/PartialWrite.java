package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;

/** A frame that a socket has taken in part: it must be finished before anything else is written. */
final class PartialWrite {
    private final RingFrame logged;
    private final boolean chunked;
    private int written;

    PartialWrite(RingFrame logged, boolean chunked, int written) {
        this.logged = logged;
        this.chunked = chunked;
        this.written = written;
    }

    /** The next bytes, at most {@code limit}, which count as written. */
    ByteBuf take(int limit) {
        ByteBuf part = logged.frame().view(chunked, written, limit);
        written += part.readableBytes();
        return part;
    }

    /** Lays out the next bytes, as many as there is room for; {@link #wrote} tells how many of them went. */
    void layOut(WriteBuffer span) {
        span.clear();
        span.addRest(logged, chunked, written);
    }

    void wrote(int bytes) {
        written += bytes;
    }

    boolean isFinished() {
        return written == logged.frame().length(chunked);
    }
}
