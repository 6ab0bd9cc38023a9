package io.ssegateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the Markdown files of a project link to and name. */
final class DocumentLinks {
    private static final Pattern LINK = Pattern.compile("]\\(<?([^)\\s>]+)");
    private static final Pattern EXTERNAL = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    /** In text and commands alike; a module's name is also a plain word, so after a backtick only. */
    private static final Pattern FILE = Pattern.compile(
            "(?:(?<=[`\\s\"'=(])(?:\\./)?(?:bin|config|docs|\\.ci)|(?<=`)(?:gateway|protocol|loadtest))/[\\w./*{-]*");

    private static final Set<String> NOT_SOURCE = Set.of(".git", "target", "node_modules", ".venv");

    private final Path root;

    DocumentLinks(Path root) {
        this.root = root;
    }

    /** The Markdown files. */
    List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md") && isSource(file))
                    .sorted()
                    .toList();
        }
    }

    /** What they point to that does not exist, each as {@code document: target}. */
    List<String> broken() throws IOException {
        return documents().stream().flatMap(this::brokenIn).toList();
    }

    private boolean isSource(Path file) {
        for (Path part : root.relativize(file)) {
            if (NOT_SOURCE.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private Stream<String> brokenIn(Path document) {
        String text = read(document);
        Path folder = document.resolveSibling("");
        Stream<String> links = matches(LINK, text)
                .map(match -> match.group(1))
                .filter(link -> !EXTERNAL.matcher(link).matches())
                .filter(link -> !Files.exists(folder.resolve(withoutAnchor(link))));
        Stream<String> files = matches(FILE, text)
                .map(match -> match.group().replaceFirst("[.]+$", ""))
                .filter(DocumentLinks::isOneSourceFile)
                .filter(file -> !Files.exists(root.resolve(file)));
        return Stream.concat(links, files).distinct().map(target -> root.relativize(document) + ": " + target);
    }

    private static boolean isOneSourceFile(String file) {
        return !file.contains("*") && !file.contains("{") && !file.contains("/target/");
    }

    private static String withoutAnchor(String link) {
        int anchor = link.indexOf('#');
        return anchor < 0 ? link : link.substring(0, anchor);
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
