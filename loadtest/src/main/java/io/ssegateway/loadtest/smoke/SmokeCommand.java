package io.ssegateway.loadtest.smoke;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries everything once, small, against the gateway as it was built. */
@Command(
        name = "smoke",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Starts the gateway on free ports, runs a small load of every kind, and checks that every delivery"
                    + " arrived, that the"
                    + " gateway's metrics agree, that nothing leaks and that it stops correctly. Never judges how"
                    + " long something took."
        },
        footer = {"", "Exit code: 0 if every check passed, 1 if not, 2 if an argument is wrong."})
public final class SmokeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--gateway",
            defaultValue = "${sys:loadtest.gateway:-gateway/target}",
            description = "The folder with the gateway's jar and its libraries.")
    private Path gateway = Path.of("");

    @Option(
            names = "--progress-bar",
            defaultValue = "false",
            hidden = true,
            description = "Set by the launcher; each check is a line of its own here.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean progressBar;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Checks checks = new Checks(out());
        Path log = Files.createTempFile("sse-gateway-smoke-", ".log");
        try (GatewayProcess server = GatewayProcess.start(gateway, log)) {
            checks.check("start", true, "process " + server.pid() + " listens on " + server.url("/"));
            // However this ends, the gateway does not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            new Smoke(server, checks, new Aftermath(server, checks)).run();
            int exitCode = server.stop();
            checks.check("stop", exitCode == 0, "SIGTERM, exit code " + exitCode);
            List<String> leaks = server.leaks();
            checks.check("leaks", leaks.isEmpty(), leaks.isEmpty() ? "no buffer was lost" : leaks.get(0));
        } catch (IOException e) {
            checks.check("smoke", false, String.valueOf(e.getMessage()));
        }
        boolean passed = checks.conclude(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0);
        if (passed) {
            Files.delete(log);
        } else {
            out().println("        the gateway's log: " + log);
            out().flush();
        }
        return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec.commandLine().getOut();
    }
}
