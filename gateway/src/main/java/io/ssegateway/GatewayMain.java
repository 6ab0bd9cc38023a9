package io.ssegateway;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.config.load.ConfigWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 stopped or nothing to do, 1 could not start, 2 wrong arguments or configuration. */
@Command(
        name = "sse-gateway",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayMain.Version.class,
        sortOptions = false,
        description = "Serves event streams (Server-Sent Events) and accepts updates over HTTP.",
        footer = {
            "",
            "config/gateway.yaml describes every key and its default. Keys also work as environment variables, such"
                    + " as SSE_GATEWAY_SERVER_PORT=8080. SSE_GATEWAY_JAVA_OPTS goes to the JVM."
        })
public final class GatewayMain implements Callable<Integer> {
    private static final int COULD_NOT_START = 1;
    private static final int WRONG_CONFIGURATION = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // Picocli sets it.
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "Read the configuration from this YAML file.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one key, such as server.port=8080. Repeatable. Overrides the environment and the file.")
    private List<String> settings = List.of();

    @Option(
            names = "--check-config",
            description = "Check the configuration without listening or connecting, and exit.")
    private boolean checkConfig;

    @Option(names = "--print-config", description = "Print the effective configuration and exit.")
    private boolean printConfig;

    private boolean running;

    /** Starts the process. Returns when the gateway runs, on threads of its own; exits otherwise. */
    public static void main(String[] args) {
        GatewayMain main = new GatewayMain();
        int exitCode = new CommandLine(main).execute(args);
        if (!main.running) {
            LogManager.shutdown();
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() {
        try {
            GatewayConfig config = ConfigLoader.load(file, System.getenv(), settings);
            if (printConfig) {
                out().print(ConfigWriter.toYaml(config));
            } else if (checkConfig) {
                Gateway.check(config);
                out().println("sse-gateway: the configuration is valid");
            } else {
                run(config);
            }
            return 0;
        } catch (ConfigException e) {
            command.commandLine().getErr().println("sse-gateway: " + e.getMessage());
            return WRONG_CONFIGURATION;
        } catch (IOException e) {
            command.commandLine().getErr().println("sse-gateway: " + e.getMessage());
            return COULD_NOT_START;
        } finally {
            out().flush();
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private void run(GatewayConfig config) throws IOException {
        Gateway gateway = Gateway.start(config);
        running = true;
        Hangup.ignore();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "stop"));
        out().println("sse-gateway " + Version.number() + " " + gateway.summary());
    }

    /** Runs on SIGTERM and SIGINT. */
    private static void stop(Gateway gateway) {
        Logger log = LogManager.getLogger(GatewayMain.class);
        int exitCode = 0;
        try {
            gateway.stop();
            log.info("Stopped");
        } catch (InterruptedException | RuntimeException e) {
            log.error("Stopping failed", e);
            exitCode = COULD_NOT_START;
        }
        LogManager.shutdown();
        // A JVM that ends by a signal exits with 128 + its number; an orderly stop is a success and exits with 0.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {

        static String number() {
            String version = GatewayMain.class.getPackage().getImplementationVersion();
            return version == null ? "(development)" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"sse-gateway " + number()};
        }
    }
}
