package io.ssegateway.protocol.sse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files below {@code golden/}, which hold bytes as they are on the wire. */
final class Golden {

    private Golden() {}

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    static List<String> lines(String name) throws IOException {
        return Files.readAllLines(path(name));
    }

    /** The names, without ending, of all streams in a folder. */
    static List<String> streams(String folder) throws IOException {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sse"))
                    .map(name -> name.substring(0, name.length() - ".sse".length()))
                    .sorted()
                    .toList();
        }
    }

    private static Path path(String name) {
        URL url = Objects.requireNonNull(Golden.class.getResource("/golden/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
