package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.SqliteAcknowledge;
import io.ssegateway.config.SqliteLogConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file, which one gateway has at a time: it holds a lock on a file beside it. The lock is not on the database
 * itself, since to close any descriptor of a file gives up the process's locks on it, SQLite's too.
 */
final class LogFile implements AutoCloseable {
    private static final String KEY = "log.sqlite.file";
    private static final int BUSY_MILLIS = 2_000;
    private static final int WRITER_CACHE_KIB = 16 * 1024;
    private static final int WAL_LIMIT_BYTES = 64 << 20;

    private final Path path;
    private final SqliteAcknowledge acknowledge;
    private final FileChannel lock;

    private LogFile(Path path, SqliteAcknowledge acknowledge, FileChannel lock) {
        this.path = path;
        this.acknowledge = acknowledge;
        this.lock = lock;
    }

    /**
     * Takes the file for this gateway.
     *
     * @throws ConfigException if it cannot be used
     */
    static LogFile take(SqliteLogConfig config) {
        Path path = path(config.file());
        Path folder = path.getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new ConfigException(KEY, "must name a file, but " + path + " is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(KEY, "the folder " + folder + " is not there, make it or name a file elsewhere");
        }
        if (Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path))) {
            throw new ConfigException(KEY, path + " must be readable and writable for the gateway's user");
        }
        Path lockPath = folder.resolve(path.getFileName() + "-lock");
        FileChannel lock;
        try {
            lock = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ConfigException(KEY, "the folder must be writable for the gateway's user (" + e + ")");
        }
        if (!isLocked(lock, lockPath)) {
            close(lock);
            throw new ConfigException(KEY, path + " is in use by another gateway, stop that or name another file");
        }
        return new LogFile(path, config.acknowledge(), lock);
    }

    private static Path path(String file) {
        // What follows a question mark is options to the driver.
        if (file.contains("?")) {
            throw new ConfigException(KEY, "must not have a question mark, but is " + file);
        }
        try {
            Path path = Path.of(file).toAbsolutePath().normalize();
            // The lock stands beside the file itself, by whatever link it is named.
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (InvalidPathException | IOException e) {
            throw new ConfigException(KEY, "must be the name of a file (" + e.getMessage() + ")");
        }
    }

    private static boolean isLocked(FileChannel lock, Path lockPath) {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // By another gateway in this process.
        } catch (IOException e) {
            close(lock);
            throw new ConfigException(KEY, lockPath + " cannot be locked, put the file on a local disk (" + e + ")");
        }
    }

    /**
     * Opens the connection that writes.
     *
     * @param create whether the file may be made
     */
    Connection openForWriting(boolean create) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setSynchronous(acknowledge == SqliteAcknowledge.SYNCED ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-WRITER_CACHE_KIB);
        config.setJournalSizeLimit(WAL_LIMIT_BYTES);
        return config.createConnection(url());
    }

    Connection openForReading() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection(url());
    }

    private String url() {
        return "jdbc:sqlite:" + path;
    }

    /** What tells the file from another one at its path; null if there is none. */
    @Nullable
    Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** The start fails. */
    ConfigException refuse(String problem) {
        return new ConfigException(KEY, problem);
    }

    @Override
    public void close() {
        close(lock);
    }

    private static void close(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
