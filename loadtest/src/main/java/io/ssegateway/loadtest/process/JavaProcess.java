package io.ssegateway.loadtest.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Commands that run a class with the same java as this process. */
public final class JavaProcess {

    /** From here on the JVM warns about what Netty does for speed. */
    private static final int WARNS = 24;

    private static final List<String> SILENT =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private JavaProcess() {}

    /** The command, which a process builder takes. */
    public static List<String> command(
            String classPath, List<String> jvmOptions, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Runtime.version().feature() >= WARNS ? SILENT : List.of());
        command.addAll(jvmOptions);
        Stream.of("-cp", classPath, mainClass).forEach(command::add);
        command.addAll(List.of(arguments));
        return command;
    }
}
