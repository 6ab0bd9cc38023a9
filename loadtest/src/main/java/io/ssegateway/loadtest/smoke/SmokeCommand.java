package io.ssegateway.loadtest.smoke;

import io.ssegateway.loadtest.options.StandardOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(
            names = "--gateway",
            defaultValue = "${sys:loadtest.gateway:-gateway/target}",
            description = "The folder with the gateway's jar and its libraries.")
    private Path gateway = Path.of("");

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Checks checks = new Checks(standard.out());
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
            standard.out().println("        the gateway's log: " + log);
            standard.out().flush();
        }
        return standard.exitCode(passed);
    }
}
