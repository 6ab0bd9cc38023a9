package io.ssegateway.config;

/**
 * The log in a local file; used only for {@code log.type: sqlite}.
 *
 * @param file the database, absolute or relative to the working directory; files with the same name and {@code -wal} or
 *     {@code -shm} are beside it
 * @param acknowledge when an update is accepted
 */
public record SqliteLogConfig(String file, SqliteAcknowledge acknowledge) {

    /** @throws ConfigException if there is no file */
    public SqliteLogConfig {
        Require.notEmpty("log.sqlite.file", file);
    }
}
