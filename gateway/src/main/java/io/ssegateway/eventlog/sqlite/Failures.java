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

    static String sentence(String file, Throwable failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return file + " " + failure.getMessage();
        }
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY)) {
            case SQLITE_FULL -> "the disk is full; free some space for " + file;
            case SQLITE_IOERR ->
                file + " cannot be read or written; check the disk, its free space and limits on file sizes ("
                        + sqlite.getMessage() + ")";
            case SQLITE_READONLY -> file + " is read-only; make it and its folder writable for the gateway's user";
            case SQLITE_CANTOPEN ->
                file + " cannot be opened; make it and its folder readable and writable for the" + " gateway's user";
            case SQLITE_PERM, SQLITE_AUTH ->
                file + " is not accessible; make it readable and writable for the" + " gateway's user";
            case SQLITE_CORRUPT ->
                file + " is damaged; stop the gateway and restore a backup, or move the file away to start with an"
                        + " empty log";
            case SQLITE_NOTADB ->
                file + " is not an SQLite database; name another file, or move it away to start with an empty log";
            case SQLITE_BUSY, SQLITE_LOCKED -> file + " is locked by another program; stop that program";
            default -> file + " failed: " + sqlite.getMessage();
        };
    }
}
