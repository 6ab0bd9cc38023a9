package io.ssegateway.catchup;

import io.ssegateway.config.Reason;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.Subscriber;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads pages of the log for the streams of one event loop. Belongs to that loop. */
final class PageReader {
    private static final Logger LOG = LogManager.getLogger();

    private static final int ENTRIES_PER_PAGE = 128;
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_DOUBLINGS = 3;

    private final StreamLoop loop;
    private final EventLog log;
    /** Whether the last read failed, and that was logged. */
    private boolean logFails;

    PageReader(StreamLoop loop, EventLog log) {
        this.loop = loop;
        this.log = log;
    }

    /** Reads a page; it comes on the event loop. A read that fails is repeated as long as the stream is open. */
    void read(Subscriber reader, Position after, Consumer<Page> arrived) {
        read(reader, after, arrived, 1);
    }

    private void read(Subscriber reader, Position after, Consumer<Page> arrived, int attempt) {
        log.read(after, reader.interest(), ENTRIES_PER_PAGE)
                .whenComplete((page, failure) -> loop.onLoop(() -> {
                    if (reader.hasLeft()) {
                        return;
                    }
                    if (failure == null) {
                        logFails = false;
                        arrive(reader, page, arrived);
                    } else {
                        warn(failure);
                        loop.schedule(() -> readAgain(reader, after, arrived, attempt + 1), retryNanos(attempt));
                    }
                }));
    }

    private void readAgain(Subscriber reader, Position after, Consumer<Page> arrived, int attempt) {
        if (!reader.hasLeft()) {
            read(reader, after, arrived, attempt);
        }
    }

    private static void arrive(Subscriber reader, Page page, Consumer<Page> arrived) {
        try {
            arrived.accept(page);
        } catch (RuntimeException fault) {
            reader.fail(fault);
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
