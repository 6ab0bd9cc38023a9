package io.ssegateway.loadtest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands in this process, and keeps what they print. */
final class Console {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Answers with the exit code. */
    int execute(String... arguments) {
        CommandLine command = LoadTest.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    /** Runs a command against a server, such as {@code http://127.0.0.1:8080}. */
    int execute(String server, String command, List<String> arguments) {
        return execute(Stream.concat(
                        Stream.of(command, "--url", server + "/events", "--publish-url", server + "/publish"),
                        arguments.stream())
                .toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** The report's row of that name. */
    String row(String name) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + name + " in:\n" + out + err));
    }
}
