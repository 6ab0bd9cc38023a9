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
import io.ssegateway.eventlog.sqlite.AppendQueue.Append;
import io.ssegateway.eventlog.sqlite.FactStore.Change;
import io.ssegateway.eventlog.sqlite.Readers.Read;
import io.ssegateway.eventlog.sqlite.Tails.Told;
import io.ssegateway.topic.Interest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The event log in an SQLite database. What was acknowledged is in the file, as safe as {@code log.sqlite.acknowledge} says, and
 * the next process goes on with it. A new file begins at a position of its own, so whoever reads from before that is told of a
 * loss.
 *
 * <p>One thread writes and two read; a stage completes on one of these. While the file cannot be written, appends fail at once,
 * reads go on, and it is tried again every second. Updates that are too old are dropped as time passes, and before a read.
 */
public final class SqliteEventLog implements EventLog {
    private static final long MAX_QUEUE_BYTES = 64 << 20;

    private final String node;
    private final LongSupplier epochMillis;
    private final AppendQueue queue =
            new AppendQueue(Math.min(MAX_QUEUE_BYTES, Runtime.getRuntime().maxMemory() / 8));
    private final LogFile file;
    private final Writer writer;
    private final Thread writerThread;
    private final Readers readers;

    /**
     * Opens the log of the file that {@code log.sqlite.file} names, and makes it if it is not there.
     *
     * @param config      where it is, and how much it keeps
     * @param node        the name of this gateway
     * @param epochMillis the wall clock, milliseconds since 1970
     * @throws ConfigException if the file cannot be used: another gateway or program has it, it is no log or a newer one's, it is
     *                         damaged, or may not be written
     */
    public SqliteEventLog(LogConfig config, String node, LongSupplier epochMillis) {
        this.node = node;
        this.epochMillis = epochMillis;
        RetentionPolicy rules = new RetentionPolicy(config);
        this.file = LogFile.take(config.sqlite());
        this.writer = writer(rules);
        this.readers = new Readers(file, rules);
        this.writerThread = new Thread(writer, "log-writer");
        writerThread.setDaemon(true);
        writerThread.start();
    }

    /**
     * Sees whether the log of a configuration could be opened. Makes, locks and changes nothing, also while another gateway has the
     * file. Whether it is damaged behind its first page is not looked at: that would mean to read all of it.
     *
     * @throws ConfigException if the file cannot be used
     */
    public static void check(LogConfig config) {
        LogFile.check(config.sqlite());
    }

    private Writer writer(RetentionPolicy rules) {
        try {
            return new Writer(file, rules, queue, epochMillis);
        } catch (SQLException e) {
            file.close();
            throw Failures.refusal(Failures.sentence(file.toString(), e));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        Optional<String> problem = writer.outage().problem();
        if (problem.isPresent()) {
            return unavailable(problem.get());
        }
        Append append = new Append(update);
        return queue.offer(append) ? append.taken() : noRoom();
    }

    private CompletionStage<Boolean> change(FactStore.Step step) {
        Optional<String> problem = writer.outage().problem();
        if (problem.isPresent()) {
            return unavailable(problem.get());
        }
        Change change = new Change(step, new CompletableFuture<>());
        return queue.offer(change) ? change.done() : noRoom();
    }

    private <T> CompletionStage<T> noRoom() {
        return unavailable(
                queue.isClosed() ? "The event log is closed." : "More updates come than the disk takes, come back.");
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
        if (interest.isEmpty() && !queue.isClosed()) {
            return CompletableFuture.completedStage(
                    new Page(List.of(), writer.tails().told().position(), null));
        }
        return submit(reader -> {
            Told end = writer.tails().told();
            return reader.page(after, interest, limit, end);
        });
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return submit(entries -> {
            Told end = writer.tails().told();
            return entries.find(publishersId, reader, end);
        });
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return CompletableFuture.completedStage(
                position.next() == null && position.epochMillis() <= epochMillis.getAsLong());
    }

    @Override
    public void mark() {
        writer.mark();
    }

    /** Reads when what is too old has gone; in an outage it cannot go. */
    private <T> CompletionStage<T> submit(Read<T> read) {
        if (queue.isClosed()) {
            return unavailable("The event log is closed.");
        }
        return epochMillis.getAsLong() < writer.nextExpiryMillis()
                        || writer.outage().isOn()
                ? readers.submit(read)
                : queue.transaction().thenCompose(trimmed -> readers.submit(read));
    }

    private static <T> CompletionStage<T> unavailable(String sentence) {
        return CompletableFuture.failedStage(new LogUnavailableException(sentence));
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
    public Optional<String> problem() {
        return writer.outage().problem();
    }

    /** This gateway alone has the file; its tables are in it. */
    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        return Optional.of(new SingleNode(
                node,
                Instant.ofEpochMilli(epochMillis.getAsLong()),
                openStreams,
                () -> writer.tails().told().position().toString(),
                name -> new SqliteTable(name, epochMillis, this::change, readers::submit)));
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
        // The last connection that is closed takes what is in the write-ahead log over into the database.
        writer.closeStore();
        writer.tails().clear();
        file.close();
    }
}
