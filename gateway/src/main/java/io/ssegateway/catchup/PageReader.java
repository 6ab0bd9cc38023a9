package io.ssegateway.catchup;

import io.ssegateway.catchup.TimeShares.Ticket;
import io.ssegateway.config.Reason;
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
    private int out;
    private boolean isServing;
    /** Whether the last read failed, and that was logged. */
    private boolean logFails;

    /** A stream that wants pages, one after the other. */
    static final class Request {
        private final Reader reader;
        private final Ticket<Request> ticket;
        private int failures;
        private boolean isReading;
        /** Whether it waits for a page or has one. */
        private boolean holds;

        private Request(Reader reader, TimeShares<Request> queue) {
            this.reader = reader;
            this.ticket = queue.ticket(this, reader.subscriber().address());
        }
    }

    PageReader(StreamLoop loop, PageCache pages) {
        this.loop = loop;
        this.pages = pages;
    }

    /** For a stream that has none yet. */
    Request request(Reader reader) {
        return new Request(reader, waiting);
    }

    /**
     * Has the page behind the reader's cursor {@linkplain Reader#arrived arrive} on the event loop; {@link #release}
     * must follow. A read that fails is repeated as long as the stream is open.
     */
    void read(Request request) {
        waiting.add(request.ticket);
        serve();
    }

    /** The page has been written, or is not wanted any more. */
    void release(Request request) {
        if (request.holds && !request.isReading) { // Else when it comes: the log must not have to read for nobody.
            request.holds = false;
            out--;
            serve();
        }
    }

    private void serve() {
        if (isServing) {
            return; // A log in memory answers at once.
        }
        isServing = true;
        for (Ticket<Request> next = next(); next != null; next = next()) {
            start(next.holder());
        }
        isServing = false;
    }

    private @Nullable Ticket<Request> next() {
        Ticket<Request> next = out < PAGES ? waiting.next() : null;
        if (next != null) {
            waiting.done(PAGE_NANOS);
        }
        return next;
    }

    private void start(Request request) {
        Reader reader = request.reader;
        if (reader.subscriber().hasLeft()) {
            return;
        }
        out++;
        request.holds = true;
        request.isReading = true;
        pages.read(reader.position(), reader.subscriber().interest())
                .whenComplete((page, failure) -> loop.onLoop(() -> {
                    request.isReading = false;
                    if (failure != null) {
                        failed(request, failure);
                    } else {
                        arrived(request, page);
                    }
                }));
    }

    private void arrived(Request request, LogPage page) {
        logFails = false;
        request.failures = 0;
        if (request.reader.subscriber().hasLeft()) {
            release(request);
            return;
        }
        try {
            request.reader.arrived(page);
        } catch (RuntimeException | Error fault) {
            request.reader.subscriber().fail(fault);
        }
    }

    private void failed(Request request, Throwable failure) {
        warn(failure);
        request.failures++;
        release(request);
        if (!request.reader.subscriber().hasLeft()) {
            loop.schedule(() -> readAgain(request), retryNanos(request.failures));
        }
    }

    private void readAgain(Request request) {
        if (!request.reader.subscriber().hasLeft()) {
            read(request);
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
