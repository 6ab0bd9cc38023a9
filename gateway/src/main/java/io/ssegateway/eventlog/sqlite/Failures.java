package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.ConfigException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in a sentence what is wrong with the file and what to do. */
final class Failures {
    /** The low byte of an extended result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private Failures() {}

    /** The start fails. */
    static ConfigException refusal(String problem) {
        return new ConfigException("log.sqlite.file", problem);
    }

    static String sentence(String file, Exception failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return file + " " + failure.getMessage();
        }
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY)) {
            case SQLITE_FULL -> "the disk is full, make room for " + file;
            case SQLITE_IOERR ->
                file + " cannot be read or written, look at the disk, its free space and limits of file sizes ("
                        + sqlite.getMessage() + ")";
            case SQLITE_READONLY -> file + " is read-only, let the gateway's user write it and its folder";
            case SQLITE_CANTOPEN -> file + " cannot be opened, let the gateway's user read and write it and its folder";
            case SQLITE_PERM, SQLITE_AUTH -> file + " may not be used, let the gateway's user read and write it";
            case SQLITE_CORRUPT ->
                file + " is damaged, stop the gateway and restore a backup, or move the file away to begin with an"
                        + " empty log";
            case SQLITE_NOTADB ->
                file + " is no SQLite database, name another file or move it away to begin with an empty log";
            case SQLITE_BUSY, SQLITE_LOCKED -> file + " is locked by another program, end that";
            default -> file + " failed: " + sqlite.getMessage();
        };
    }
}
