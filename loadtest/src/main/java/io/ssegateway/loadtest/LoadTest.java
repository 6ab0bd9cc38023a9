package io.ssegateway.loadtest;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the load client: checks the arguments, runs, prints, answers with the exit code. */
@Command(
        name = "loadtest",
        sortOptions = false,
        showDefaultValues = true,
        description =
                "Opens event streams, publishes messages and checks that every stream gets each one once, in order.",
        footer = {
            "",
            "Latency counts from the begin of a publish to the event's receipt.",
            "Exit code: 0 if every delivery was correct, 1 if not, 2 if an argument is wrong."
        })
public final class LoadTest implements Callable<Integer> {

    /** Descriptors that the JVM, the event loops and the publisher take besides the streams. */
    private static final int OTHER_DESCRIPTORS = 100;

    private static final int MAX_STREAMS = 1_000_000;
    private static final int MAX_MESSAGES = 10_000_000;
    private static final int MAX_SIZE = 1_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080/events", description = "The event stream.")
    private URI url = URI.create("");

    @Option(
            names = "--publish-url",
            defaultValue = "http://127.0.0.1:8080/broadcast",
            description = "Where to POST {\"message\": ...}.")
    private URI publishUrl = URI.create("");

    @Option(
            names = {"-n", "--streams"},
            defaultValue = "100",
            description = "Streams to open.")
    private int streams;

    @Option(
            names = {"-m", "--messages"},
            defaultValue = "100",
            description = "Messages to publish; 0 to count open streams only.")
    private int messages;

    @Option(names = "--size", defaultValue = "100", description = "Characters of a message, at least.")
    private int size;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Messages per second at most; 0 for as fast as the server answers.")
    private double rate;

    @Option(names = "--connects", defaultValue = "128", description = "Streams to open at a time.")
    private int connects;

    @Option(
            names = "--hold",
            defaultValue = "500ms",
            converter = DurationConverter.class,
            description = "Watch the open streams so long after the last delivery.")
    private Duration hold = Duration.ZERO;

    @Option(
            names = "--timeout",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "The longest the whole run may take.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--pid",
            defaultValue = "0",
            description = "The server's process on this machine, to tell its CPU time; 0 for none.")
    private long pid;

    @Option(names = "--allow-remote", description = "Load a server that is not on this machine.")
    private boolean allowRemote;

    @Option(names = "--progress-bar", defaultValue = "false", hidden = true, description = "Set by the launcher.")
    private boolean progressBar;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean help;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LoadTest()).setParameterExceptionHandler((fault, args) -> {
            fault.getCommandLine().getErr().println("loadtest: " + fault.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        checkRange("--streams", streams, 1, MAX_STREAMS);
        checkRange("--messages", messages, 0, MAX_MESSAGES);
        checkRange("--size", size, 0, MAX_SIZE);
        checkRange("--connects", connects, 1, MAX_STREAMS);
        check(rate >= 0 && Double.isFinite(rate), "--rate must be 0 or more, but is " + rate);
        check(pid == 0 || ProcessHandle.of(pid).isPresent(), "--pid: there is no process " + pid + " on this machine");
        checkTime();
        checkDescriptors();
        InetSocketAddress address = checkTarget("--url", url);
        if (messages > 0) {
            checkTarget("--publish-url", publishUrl);
        }
        CommandLine commandLine = command().commandLine();
        Progress progress = new Progress(commandLine.getErr(), progressBar);
        Report report = new LoadRun(
                        new LoadPlan(
                                url, address, streams, connects, publishUrl, messages, size, rate, hold, timeout, pid),
                        progress)
                .run();
        PrintWriter out = commandLine.getOut();
        out.println(report.table());
        out.flush();
        return report.isCorrect() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void checkTime() {
        double publishSeconds = rate == 0 ? 0 : messages / rate;
        double needed = publishSeconds + hold.toMillis() / 1000.0;
        check(
                needed < timeout.toMillis() / 1000.0,
                "--timeout must be more than the %.1f s that publishing and holding take, but is %.1f s"
                        .formatted(needed, timeout.toMillis() / 1000.0));
    }

    private void checkDescriptors() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            check(
                    limit >= streams + OTHER_DESCRIPTORS,
                    "%d streams need %d file descriptors, but the limit is %d: raise it with 'ulimit -n %2$d' or open fewer"
                            .formatted(streams, streams + OTHER_DESCRIPTORS, limit));
        }
    }

    private InetSocketAddress checkTarget(String option, URI target) {
        check(
                "http".equals(target.getScheme()) && target.getHost() != null,
                option + " must be an address such as http://127.0.0.1:8080/events, but is " + target);
        InetSocketAddress address =
                new InetSocketAddress(target.getHost(), target.getPort() < 0 ? 80 : target.getPort());
        check(!address.isUnresolved(), option + ": no address is known for the host " + target.getHost());
        check(
                allowRemote || address.getAddress().isLoopbackAddress(),
                option + ": " + target.getHost() + " is not this machine; to load it nevertheless, add --allow-remote");
        return address;
    }

    private void checkRange(String option, int value, int min, int max) {
        check(value >= min && value <= max, "%s must be from %d to %d, but is %d".formatted(option, min, max, value));
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command().commandLine(), message);
        }
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec;
    }
}
