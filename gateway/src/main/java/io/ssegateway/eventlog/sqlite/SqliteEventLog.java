package io.ssegateway.eventlog.sqlite;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.SingleNode;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.sqlite.Readers.Read;
import io.ssegateway.topic.Interest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The event log in an SQLite database. Acknowledged updates are in the file, as safe as {@code log.sqlite.acknowledge}
 * says, and the next process continues with it. A new file begins at a position of its own, so a reader from before
 * that learns of a loss.
 *
 * <p>One thread writes and two read; a stage completes on one of these. While the file cannot be written, appends fail
 * at once, reads continue, and the writer retries every second. Updates that are too old are dropped as time passes;
 * reads skip them until then.
 */
public final class SqliteEventLog implements EventLog {
    private static final Logger LOG = LogManager.getLogger();

    private static final long MAX_QUEUE_BYTES = 64 << 20;

    private final String node;
    private final InstantSource clock;
    private final WriteQueue queue =
            new WriteQueue(Math.min(MAX_QUEUE_BYTES, Runtime.getRuntime().maxMemory() / 8));
    private final LogFile file;
    private final Writer writer;
    private final Thread writerThread;
    private final Readers readers;

    /**
     * Opens the log in the file {@code log.sqlite.file}, and creates it if it does not exist.
     *
     * @param config its file, and how much it keeps
     * @param node the name of this gateway
     * @param clock the wall clock
     * @throws ConfigException if the file cannot be used: another gateway or program uses it, it is not a log or that
     *     of a newer version, it is damaged, or not writable
     */
    public SqliteEventLog(LogConfig config, String node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        RetentionPolicy policy = new RetentionPolicy(config);
        this.file = LogFile.take(config.sqlite());
        this.writer = writer(policy);
        remember(config, policy);
        this.readers = new Readers(file, policy, clock, writer.checkpoints().snapshot());
        this.writerThread = new Thread(writer, "log-writer");
        writerThread.setDaemon(true);
        writerThread.start();
    }

    /**
     * Checks whether the log of a configuration could be opened. Creates, locks and changes nothing, even while another
     * gateway uses the file. Damage after its first page is not detected: that would mean reading the whole file.
     *
     * @throws ConfigException if the file cannot be used
     */
    public static void check(LogConfig config) {
        LogFile.check(config.sqlite());
    }

    private Writer writer(RetentionPolicy policy) {
        try {
            return new Writer(file, policy, queue, clock);
        } catch (SQLException e) {
            file.close();
            throw Failures.refusal(Failures.sentence(file.toString(), e));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What cannot be read now streams read later, and are told of it. */
    private void remember(LogConfig config, RetentionPolicy policy) {
        try (Connection connection = file.openForReading()) {
            writer.tails().remember(RecentRows.read(connection, policy, config, clock.millis()));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The newest updates cannot be read: {}", Failures.sentence(file.toString(), e));
        }
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        return write(WriteTask.append(update));
    }

    private <T> CompletionStage<T> write(WriteTask<T> task) {
        Optional<String> problem = writer.availability().problem();
        if (problem.isPresent()) {
            return LogUnavailableException.stage(problem.get());
        }
        if (queue.offer(task)) {
            return task.committed();
        }
        return LogUnavailableException.stage(
                queue.isClosed()
                        ? LogUnavailableException.CLOSED
                        : "Updates arrive faster than the disk can write them; try again later.");
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        EventLog.checkLimit(limit);
        if (interest.isEmpty() && !queue.isClosed()) {
            return CompletableFuture.completedStage(
                    new Page(List.of(), writer.tails().highWaterMark(), null));
        }
        return submit(reader -> {
            Position end = writer.tails().highWaterMark();
            return reader.page(after, interest, limit, end);
        });
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return submit(entries -> {
            Position end = writer.tails().highWaterMark();
            return entries.find(publishersId, reader, end);
        });
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return CompletableFuture.completedStage(writer.hasReached(position));
    }

    @Override
    public void mark() {
        writer.mark();
    }

    private <T> CompletionStage<T> submit(Read<T> read) {
        if (queue.isClosed()) {
            return LogUnavailableException.stage(LogUnavailableException.CLOSED);
        }
        writer.trimSoon();
        return readers.submit(read);
    }

    @Override
    public void tail(LogTail tail) {
        writer.tails().add(tail);
    }

    @Override
    public Size size() {
        return writer.size();
    }

    @Override
    public long walBytes() {
        return file.walBytes();
    }

    /** While it cannot be read, it still takes updates. */
    @Override
    public Optional<String> problem() {
        return writer.availability().problem().or(readers::problem);
    }

    /** Only this gateway uses the file, which has its tables. */
    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        return Optional.of(new SingleNode(
                node,
                Instant.ofEpochMilli(clock.millis()),
                openStreams,
                () -> writer.tails().highWaterMark().toString(),
                name -> new SqliteTable(name, this::write, readers::submit)));
    }

    @Override
    public void close() {
        queue.close();
        try {
            writerThread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.close();
        // Closing the last connection moves the write-ahead log into the database.
        writer.close();
        writer.tails().clear();
        file.close();
    }
}
