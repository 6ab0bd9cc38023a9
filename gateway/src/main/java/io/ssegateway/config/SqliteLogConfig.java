package io.ssegateway.config;

/**
 * The log in a file of this machine; counts for {@code log.type: sqlite} alone.
 *
 * @param file the database, absolute or from the working directory on; files with {@code -wal} and {@code -shm} behind
 *     its name come beside it
 * @param acknowledge when an update counts as taken
 */
public record SqliteLogConfig(String file, SqliteAcknowledge acknowledge) {

    /** @throws ConfigException if there is no file */
    public SqliteLogConfig {
        Require.notEmpty("log.sqlite.file", file);
    }
}
