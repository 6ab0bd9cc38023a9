package io.ssegateway.loadtest.compare.peer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that are installed.
 *
 * @param folders to look into, in this order
 */
record Programs(List<Path> folders) {

    /** Where {@code PATH} says, and where Debian has those for the administrator. */
    static Programs installed() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return new Programs(
                Stream.of(path.split(File.pathSeparator)).map(Path::of).toList());
    }

    /** The file that a name stands for. */
    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A sentence if there is no such program. */
    Optional<String> missing(String name, String install) {
        return find(name).isPresent() ? Optional.empty() : Optional.of("no " + name + ": " + install);
    }

    /** The file, or the name alone if there is none, which then fails with that name. */
    String path(String name) {
        return find(name).map(Path::toString).orElse(name);
    }
}
