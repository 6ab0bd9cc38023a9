package io.ssegateway.loadtest.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the files of servers, which goes with everything in it. */
final class WorkFolder implements AutoCloseable {

    private final Path path;

    /** @throws IOException if it cannot be made */
    WorkFolder() throws IOException {
        this.path = Files.createTempDirectory("loadtest-compare-");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
