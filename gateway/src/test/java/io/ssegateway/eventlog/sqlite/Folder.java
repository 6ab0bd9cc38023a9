package io.ssegateway.eventlog.sqlite;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.SqliteAcknowledge;
import io.ssegateway.config.SqliteLogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of its own for each log under test, below the build's; properties of jqwik get none from JUnit. */
final class Folder {
    static final String NAME = "log.db";

    private Folder() {}

    static Path fresh() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "sqlite")), "log-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same configuration for a file in a folder. */
    static LogConfig in(Path folder, LogConfig config) {
        return new LogConfig(
                LogType.SQLITE,
                config.maxEvents(),
                config.maxBytes(),
                config.maxAge(),
                config.ringSize(),
                config.ringBytes(),
                config.topics(),
                new SqliteLogConfig(folder.resolve(NAME).toString(), SqliteAcknowledge.WRITTEN),
                config.redis());
    }
}
