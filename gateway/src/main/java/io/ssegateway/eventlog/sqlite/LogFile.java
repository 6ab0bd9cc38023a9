package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Reason;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file, which one gateway has at a time: it holds a lock on a file beside it. The lock is not on the
 * database itself, since to close any descriptor of a file gives up the process's locks on it, SQLite's too.
 */
final class LogFile implements AutoCloseable {
    private static final String WAL = "-wal";
    private static final String LOCK = "-lock";
    static final int BUSY_MILLIS = 2_000;
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    private final Path path;
    private final SqliteAcknowledge acknowledge;
    private final @Nullable FileChannel lock;

    private LogFile(Path path, SqliteAcknowledge acknowledge, @Nullable FileChannel lock) {
        this.path = path;
        this.acknowledge = acknowledge;
        this.lock = lock;
    }

    /**
     * Checks whether a gateway could use the file, without any change: nothing is created, locked or migrated, even
     * while another gateway uses it.
     *
     * @throws ConfigException if it cannot be used
     */
    static void check(SqliteLogConfig config) {
        Path path = locate(config);
        if (!Files.exists(path)) {
            return;
        }
        LogFile file = new LogFile(path, config.acknowledge(), null);
        try (Connection connection = file.openForInspection();
                Statement statement = connection.createStatement()) {
            Schema.examine(path.toString(), statement);
        } catch (SQLException e) {
            throw Failures.refusal(Failures.sentence(path.toString(), e));
        }
    }

    /**
     * Takes the file for this gateway.
     *
     * @throws ConfigException if it cannot be used
     */
    static LogFile take(SqliteLogConfig config) {
        Path path = locate(config);
        Path lockPath = path.resolveSibling(path.getFileName() + LOCK);
        FileChannel lock;
        try {
            makePrivate(lockPath);
            lock = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw Failures.refusal(notWritable(path.getParent()) + " (" + Reason.of(e) + ")");
        }
        if (!isLocked(lock, lockPath)) {
            close(lock);
            throw Failures.refusal(path + " is in use by another gateway; stop that one or name another file");
        }
        return new LogFile(path, config.acknowledge(), lock);
    }

    /**
     * Creates a file that only the gateway's user may read, unless it exists. SQLite gives the files beside the
     * database the permissions of that.
     */
    private static void makePrivate(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /** Where the file is, or may be made. */
    private static Path locate(SqliteLogConfig config) {
        Path path = path(config.file());
        Path folder = path.getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw Failures.refusal("must name a file, but " + path + " is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw Failures.refusal(
                    "the folder " + folder + " does not exist; create it or name a file in another" + " folder");
        }
        if (!Files.isWritable(folder)) {
            throw Failures.refusal(notWritable(folder));
        }
        for (String suffix : List.of("", WAL, "-shm", LOCK)) {
            Path each = path.resolveSibling(path.getFileName() + suffix);
            if (Files.exists(each) && !(Files.isReadable(each) && Files.isWritable(each))) {
                throw Failures.refusal(each + " must be readable and writable for the gateway's user");
            }
        }
        return path;
    }

    private static String notWritable(@Nullable Path folder) {
        return "the folder " + folder + " must be writable for the gateway's user";
    }

    private static Path path(String file) {
        // What follows a question mark is options to the driver.
        if (file.contains("?")) {
            throw Failures.refusal("must not have a question mark, but is " + file);
        }
        try {
            Path path = Path.of(file).toAbsolutePath().normalize();
            // The lock is beside the file itself, even if the configuration names a link.
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (InvalidPathException | IOException e) {
            throw Failures.refusal("must be the name of a file (" + Reason.of(e) + ")");
        }
    }

    private static boolean isLocked(FileChannel lock, Path lockPath) {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // By another gateway in this process.
        } catch (IOException e) {
            close(lock);
            throw Failures.refusal(lockPath + " cannot be locked; put the file on a local disk (" + Reason.of(e) + ")");
        }
    }

    /**
     * Opens the connection that writes.
     *
     * @param create whether the file may be made
     */
    Connection openForWriting(boolean create) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (create) {
            try {
                makePrivate(path);
            } catch (IOException e) {
                throw new SQLException(Reason.of(e), e);
            }
        } else {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setSynchronous(acknowledge == SqliteAcknowledge.SYNCED ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-WRITER_CACHE_KIB);
        return config.createConnection(url());
    }

    Connection openForReading() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection(url());
    }

    /**
     * Opens the file as an immutable one: without the files beside it, which a reader of a write-ahead log would create
     * or lock. Data that is only in that log is not seen.
     */
    private Connection openForInspection() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:file:" + path.toUri().getRawPath() + "?immutable=1");
    }

    private String url() {
        return "jdbc:sqlite:" + path;
    }

    /** The identity of the file, to detect another one at its path; null if there is none. */
    @Nullable
    Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Bytes of the write-ahead log beside the file. */
    long walBytes() {
        return path.resolveSibling(path.getFileName() + WAL).toFile().length();
    }

    @Override
    public void close() {
        if (lock != null) {
            close(lock);
        }
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
