package io.ssegateway.loadtest.options;

import io.ssegateway.loadtest.client.Target;
import io.ssegateway.loadtest.process.Descriptors;
import io.ssegateway.loadtest.report.Progress;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common, and the checks of what they are given. */
public final class CommonOptions {

    /** Of all kinds together. */
    public static final int MAX_STREAMS = 1_000_000;

    /** In one run. */
    public static final int MAX_MESSAGES = 10_000_000;

    private static final int MAX_SIZE = 1_000_000;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080/events", description = "The event stream.")
    private URI url = URI.create("");

    @Option(names = "--publish-url", description = "Where to publish, if not to /publish on the same server.")
    private @Nullable URI publishUrl;

    @Option(names = "--size", defaultValue = "100", description = "The least number of characters in a message.")
    private int size;

    @Option(names = "--connects", defaultValue = "128", description = "Streams to open at a time.")
    private int connects;

    @Option(
            names = "--pid",
            split = "[,\\s]+",
            description = "The server's process or processes on this machine, to report their CPU time and memory.")
    private List<Long> pids = new ArrayList<>();

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "The time limit of the run.")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--allow-remote", description = "Allow a server on another machine.")
    private boolean allowRemote;

    @Option(names = "--progress-bar", defaultValue = "false", hidden = true, description = "Set by the launcher.")
    private boolean progressBar;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean help;

    /** Of the event stream. */
    public URI url() {
        return url;
    }

    /** Where to publish: as given, or a path of the stream's server. */
    public URI publishUrl(String path) {
        return publishUrl == null ? url.resolve(path) : publishUrl;
    }

    /** Of a message in characters. */
    public int size() {
        return size;
    }

    /** Under way at a time. */
    public int connects() {
        return connects;
    }

    /** Of the server's processes. */
    public List<Long> pids() {
        return List.copyOf(pids);
    }

    /** Of the whole run. */
    public Duration timeout() {
        return timeout;
    }

    /** Where the run shows its progress. */
    public Progress progress() {
        return new Progress(command().commandLine().getErr(), progressBar);
    }

    /**
     * Checks the options of this class; the streams are those of all kinds together, and spread over so many processes.
     */
    public void check(int streams, int processes) {
        checkRange("--size", size, 0, MAX_SIZE);
        checkRange("--connects", connects, 1, MAX_STREAMS);
        for (long pid : pids) {
            check(ProcessHandle.of(pid).isPresent(), "--pid: there is no process " + pid + " on this machine");
        }
        Descriptors.ofThisProcess().tooFew(streams, processes).ifPresent(why -> check(false, why));
    }

    /** Checks that what the run does by the clock fits into its time. */
    public void checkTime(String what, double seconds) {
        double most = timeout.toMillis() / 1000.0;
        check(
                seconds < most,
                "--timeout must be more than the %.1f s that %s take, but is %.1f s".formatted(seconds, what, most));
    }

    /** Where the streams are. */
    public InetSocketAddress streamAddress() {
        return checkTarget("--url", url);
    }

    /** Where to connect to in order to publish. */
    public InetSocketAddress publishAddress(String path) {
        return checkTarget("--publish-url", publishUrl(path));
    }

    private InetSocketAddress checkTarget(String option, URI target) {
        check(
                "http".equals(target.getScheme()) && target.getHost() != null,
                option + " must be an address such as http://127.0.0.1:8080/events, but is " + target);
        InetSocketAddress address = Target.address(target);
        check(!address.isUnresolved(), option + ": no address is known for the host " + target.getHost());
        check(
                allowRemote || address.getAddress().isLoopbackAddress(),
                option + ": " + target.getHost() + " is not this machine; to load it anyway, add --allow-remote");
        return address;
    }

    /** Refuses what is not in the range, its ends included. */
    public void checkRange(String option, int value, int min, int max) {
        check(value >= min && value <= max, "%s must be from %d to %d, but is %d".formatted(option, min, max, value));
    }

    /** Refuses the arguments with that message unless the condition holds. */
    public void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command().commandLine(), message);
        }
    }

    /** Prints a report, and answers with the exit code. */
    public int print(String table, boolean correct) {
        PrintWriter out = command().commandLine().getOut();
        out.println(table);
        out.flush();
        return correct ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec;
    }
}
