package io.ssegateway.catchup;

import io.ssegateway.catchup.TimeShares.Ticket;
import io.ssegateway.config.Reason;
import io.ssegateway.stream.LoopYield;
import io.ssegateway.stream.StreamLoop;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives the streams of one event loop pages of the log: to a few at a time, in fair order, each when the one before it
 * has been written. The others hold nothing, however many they are. Belongs to that loop.
 */
final class PageReader {
    /** Pages that streams of the loop wait for or have; as many as keep both the log and the sockets busy. */
    static final int PAGES = 4;

    private static final Logger LOG = LogManager.getLogger();

    /** What reading a page counts for. Nobody knows what it costs the log; looking at it is counted by itself. */
    private static final long PAGE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_DOUBLINGS = 3;

    private final StreamLoop loop;
    private final PageCache pages;
    private final TimeShares<Request> waiting = new TimeShares<>(TurnQueue.CREDIT_NANOS);
    private final LoopYield more;
    private int out;
    private boolean isServing;
    private boolean isComing;
    /** Whether the last read failed, and that was logged. */
    private boolean logFails;

    /** A stream that wants pages, one after the other. */
    static final class Request {
        private final PageReader pages;
        private final Reader reader;
        private final Ticket<Request> ticket;
        private int failures;
        private boolean isReading;
        /** Whether it waits for a page or has one. */
        private boolean holds;

        private Request(PageReader pages, Reader reader) {
            this.pages = pages;
            this.reader = reader;
            this.ticket = pages.waiting.ticket(this, reader.subscriber().address());
        }

        /**
         * Has the page behind the reader's cursor {@linkplain Reader#arrived arrive} on the event loop;
         * {@link #release} must follow. A read that fails is repeated as long as the stream is open.
         */
        void read() {
            pages.waiting.add(ticket);
            pages.serve();
        }

        /** The page has been written, or is not wanted any more. */
        void release() {
            if (holds && !isReading) { // Else when it comes: the log must not have to read for nobody.
                holds = false;
                pages.out--;
                pages.serveSoon();
            }
        }
    }

    PageReader(StreamLoop loop, PageCache pages) {
        this.loop = loop;
        this.pages = pages;
        this.more = loop.yielding(this::serveMore);
    }

    /** For a stream that has none yet. */
    Request request(Reader reader) {
        return new Request(this, reader);
    }

    /** Not now: what others read must not take the time of the one whose turn it is. */
    private void serveSoon() {
        if (!isComing && !waiting.isEmpty()) {
            more.afterOthers();
            isComing = true;
        }
    }

    private void serveMore() {
        isComing = false;
        serve();
    }

    private void serve() {
        if (isServing) {
            return; // A log in memory answers at once.
        }
        isServing = true;
        try {
            for (int started = 0; started < PAGES && out < PAGES; started++) {
                Ticket<Request> next = waiting.next();
                if (next == null) {
                    return;
                }
                long before = loop.now();
                start(next.holder());
                waiting.done(Math.max(PAGE_NANOS, loop.now() - before));
            }
        } finally {
            isServing = false;
        }
        if (out < PAGES) {
            serveSoon();
        }
    }

    private void start(Request request) {
        Reader reader = request.reader;
        if (reader.subscriber().hasLeft()) {
            return;
        }
        out++;
        request.holds = true;
        request.isReading = true;
        try {
            pages.read(reader.position(), reader.subscriber().interest())
                    .whenComplete((page, failure) -> loop.onLoop(() -> ended(request, page, failure)));
        } catch (RuntimeException | Error fault) {
            ended(request, null, fault);
        }
    }

    private void ended(Request request, @Nullable LogPage page, @Nullable Throwable failure) {
        request.isReading = false;
        if (page == null) {
            failed(request, failure);
        } else {
            arrived(request, page);
        }
    }

    private void arrived(Request request, LogPage page) {
        logFails = false;
        request.failures = 0;
        if (request.reader.subscriber().hasLeft()) {
            request.release();
            return;
        }
        try {
            request.reader.arrived(page);
        } catch (RuntimeException | Error fault) {
            request.reader.subscriber().fail(fault);
        }
    }

    private void failed(Request request, @Nullable Throwable failure) {
        request.failures++;
        request.release();
        warn(failure == null ? new IllegalStateException("a read of the log answered no page") : failure);
        if (!request.reader.subscriber().hasLeft()) {
            loop.schedule(() -> readAgain(request), retryNanos(request.failures));
        }
    }

    private void readAgain(Request request) {
        if (!request.reader.subscriber().hasLeft()) {
            request.read();
        }
    }

    /** Once until the log can be read again, not once for each stream that waits. */
    private void warn(Throwable failure) {
        if (!logFails) {
            logFails = true;
            LOG.warn("The event log cannot be read; streams that need it wait: {}", Reason.of(failure));
        }
    }

    /**
     * How long a stream waits before it reads the log again: longer each time, and different for each stream, so that
     * not all streams read a recovered log at the same instant.
     *
     * @param failures consecutive failed reads, at least 1
     */
    static long retryNanos(int failures) {
        long longest = FIRST_RETRY_NANOS << Math.min(failures - 1, MOST_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(longest / 2, longest);
    }
}
