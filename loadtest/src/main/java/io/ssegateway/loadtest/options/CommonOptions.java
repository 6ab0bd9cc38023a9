package io.ssegateway.loadtest.options;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ssegateway.loadtest.report.Progress;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common, and the checks of what they are given. */
public final class CommonOptions {

    public static final int MAX_STREAMS = 1_000_000;
    public static final int MAX_MESSAGES = 10_000_000;

    /** Descriptors that the JVM, the event loops and the publisher take besides the streams. */
    private static final int OTHER_DESCRIPTORS = 100;

    private static final int MAX_SIZE = 1_000_000;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080/events", description = "The event stream.")
    private URI url = URI.create("");

    @Option(names = "--size", defaultValue = "100", description = "Characters of a message, at least.")
    private int size;

    @Option(names = "--connects", defaultValue = "128", description = "Streams to open at a time.")
    private int connects;

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

    public URI url() {
        return url;
    }

    public int size() {
        return size;
    }

    public int connects() {
        return connects;
    }

    public long pid() {
        return pid;
    }

    public Progress progress() {
        return new Progress(command().commandLine().getErr(), progressBar);
    }

    /** Checks the options of this class; the streams are those of all kinds together. */
    public void check(int streams) {
        checkRange("--size", size, 0, MAX_SIZE);
        checkRange("--connects", connects, 1, MAX_STREAMS);
        check(pid == 0 || ProcessHandle.of(pid).isPresent(), "--pid: there is no process " + pid + " on this machine");
        checkDescriptors(streams);
    }

    private void checkDescriptors(int streams) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            check(
                    limit >= streams + OTHER_DESCRIPTORS,
                    "%d streams need %d file descriptors, but the limit is %d: raise it with 'ulimit -n %2$d' or open fewer"
                            .formatted(streams, streams + OTHER_DESCRIPTORS, limit));
        }
    }

    /** Where the streams are. */
    public InetSocketAddress streamAddress() {
        return checkTarget("--url", url);
    }

    public InetSocketAddress checkTarget(String option, URI target) {
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

    public void checkRange(String option, int value, int min, int max) {
        check(value >= min && value <= max, "%s must be from %d to %d, but is %d".formatted(option, min, max, value));
    }

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
