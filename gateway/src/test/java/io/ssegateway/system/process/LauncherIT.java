package io.ssegateway.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launchers on a machine that lacks what they need: copies of them beside modules that are not built yet. */
class LauncherIT {
    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    /** What the launchers call besides java and mvn. */
    private static final List<String> TOOLS =
            List.of("bash", "cat", "dirname", "find", "flock", "grep", "head", "mktemp", "readlink", "rm", "sed");

    @TempDir
    private Path root;

    /** How a launcher ended, and what it said. */
    private record Outcome(int exitCode, String stdout, String stderr) {}

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectory(root.resolve("bin"));
        try (Stream<Path> scripts = Files.list(BIN)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, root.resolve("bin").resolve(script.getFileName()));
            }
        }
        for (String module : List.of("protocol", "gateway", "loadtest")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(root.resolve("pom.xml"));
        for (String tool : TOOLS) {
            script("path/" + tool, "exec '" + find(tool) + "' \"$@\"");
        }
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tool + " in PATH"));
    }

    /** Runs a launcher that finds nothing but the tools. */
    private Outcome run(String launcher, Map<String, String> environment) throws Exception {
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        root.resolve("bin").resolve(launcher).toString(), "--version")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", root.resolve("path").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** One line says what is missing; the shell itself has nothing to add. */
    private static void isRefused(Outcome outcome, String launcher, String... inMessage) {
        assertThat(outcome.exitCode()).as(outcome.stderr()).isEqualTo(1);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr())
                .startsWith(launcher + ": ")
                .hasLineCount(1)
                .contains(inMessage)
                .doesNotContain("line ", "No such file", "not found");
    }

    private void script(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n", UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-gateway", "loadtest"})
    void shouldSayThatJavaHomeIsWrong(String launcher) throws Exception {
        String home = Files.createDirectory(root.resolve("no jdk")).toString();
        isRefused(
                run(launcher, Map.of("JAVA_HOME", home)),
                launcher,
                "JAVA_HOME is " + home,
                "bin/java",
                "apt-get install openjdk-17-jdk-headless");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-gateway", "loadtest", "verify"})
    void shouldSayWhatToInstallWithoutJava(String launcher) throws Exception {
        String[] advice = {"Java 17 or newer", "apt-get install openjdk-17-jdk-headless", "JAVA_HOME"};
        isRefused(run(launcher, Map.of()), launcher, advice);
        isRefused(run(launcher, Map.of("JAVA_HOME", "")), launcher, advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_452", "11.0.27", "nonsense"})
    void shouldSayThatJavaIsTooOld(String version) throws Exception {
        script("old/bin/java", "echo 'openjdk version \"" + version + "\" 2025-04-15' >&2");
        isRefused(
                run("sse-gateway", Map.of("JAVA_HOME", root.resolve("old").toString())),
                "sse-gateway",
                "Java 17 or newer",
                "old/bin/java is ",
                "apt-get install openjdk-17-jdk-headless");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-gateway", "loadtest", "verify"})
    void shouldSayWhatToInstallWithoutMaven(String launcher) throws Exception {
        isRefused(
                run(launcher, Map.of("JAVA_HOME", System.getProperty("java.home"))),
                launcher,
                "Maven is needed",
                "apt-get install maven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-gateway", "loadtest"})
    void shouldSayWhatToInstallWithoutCompiler(String launcher) throws Exception {
        script("jre/bin/java", "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2");
        script("path/mvn", "echo 'must not be called'");
        isRefused(
                run(launcher, Map.of("JAVA_HOME", root.resolve("jre").toString())),
                launcher,
                "no javac",
                "apt-get install openjdk-17-jdk-headless");
    }
}
