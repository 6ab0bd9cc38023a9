package io.ssegateway.loadtest;

import io.ssegateway.loadtest.compare.CompareCommand;
import io.ssegateway.loadtest.compare.PlotCommand;
import io.ssegateway.loadtest.fanout.Audience;
import io.ssegateway.loadtest.fanout.Dialect;
import io.ssegateway.loadtest.fanout.Load;
import io.ssegateway.loadtest.fanout.LoadPlan;
import io.ssegateway.loadtest.fanout.LoadRun;
import io.ssegateway.loadtest.fanout.Report;
import io.ssegateway.loadtest.fanout.TopicDialect;
import io.ssegateway.loadtest.options.CommonOptions;
import io.ssegateway.loadtest.options.DurationConverter;
import io.ssegateway.loadtest.process.Descriptors;
import io.ssegateway.loadtest.publish.PublishCommand;
import io.ssegateway.loadtest.replay.ReplayCommand;
import io.ssegateway.loadtest.smoke.SmokeCommand;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the load client: checks the arguments, runs, prints, answers with the exit code. */
@Command(
        name = "loadtest",
        sortOptions = false,
        showDefaultValues = true,
        subcommands = {
            ReplayCommand.class,
            PublishCommand.class,
            SmokeCommand.class,
            CompareCommand.class,
            PlotCommand.class
        },
        synopsisSubcommandLabel = "[replay | publish | smoke | compare | plot]",
        description =
                "Opens event streams, publishes messages and checks that every stream gets each one once, as sent, in"
                        + " order.",
        footer = {
            "",
            "Latency is measured from the begin of a publish, or with --rate from when it was due, to the event's"
                    + " receipt.",
            "Exit code: 0 if every delivery was correct, 1 if not, 2 if an argument is wrong."
        })
public final class LoadTest implements Callable<Integer> {

    private static final int MAX_TOPICS = 10_000;
    private static final int MAX_TOPICS_PER_STREAM = 100;
    private static final int MAX_PROCESSES = 1_000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = {"-n", "--streams"},
            defaultValue = "100",
            description = "Streams to open.")
    private int streams;

    @Option(
            names = "--topics",
            defaultValue = "0",
            description = "Topics to publish to in turn; 0 for broadcasts to all streams, with POST /broadcast.")
    private int topics;

    @Option(names = "--topics-per-stream", defaultValue = "1", description = "Topics that each stream subscribes to.")
    private int topicsPerStream;

    @Option(
            names = {"-m", "--messages"},
            defaultValue = "100",
            description = "Messages to publish and measure; 0 to count open streams only.")
    private int messages;

    @Option(names = "--warmup", defaultValue = "0", description = "Messages to publish before those.")
    private int warmup;

    @Option(
            names = {"-i", "--in-flight"},
            defaultValue = "1",
            description = "Messages in flight: the next one is published when the last stream has an earlier one.")
    private int inFlight;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Messages per second, no matter how many are in flight; 0 to go by --in-flight.")
    private double rate;

    @Option(
            names = "--hold",
            defaultValue = "500ms",
            converter = DurationConverter.class,
            description = "How long to watch the open, idle streams after the last delivery.")
    private Duration hold = Duration.ZERO;

    @Option(
            names = "--processes",
            defaultValue = "0",
            description = "Client processes to spread the streams over; 0 for as many as the limit of file descriptors"
                    + " requires.")
    private int processes;

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
        checkCounts();
        int parts = processes == 0 ? Descriptors.ofThisProcess().processesFor(streams) : processes;
        common.check(parts <= streams, "--processes: %d streams cannot be spread over %d".formatted(streams, parts));
        common.check(streams, parts);
        common.checkTime("publishing and holding", (rate == 0 ? 0 : messages / rate) + hold.toMillis() / 1000.0);
        common.streamAddress();
        Audience audience = audience();
        LoadPlan plan = new LoadPlan(
                dialect(),
                audience,
                common.connects(),
                parts,
                new Load(warmup, messages, common.size(), inFlight, rate),
                hold,
                common.timeout(),
                common.pids());
        Report report = new LoadRun(plan, common.progress()).run();
        return common.print(report.table(), report.isCorrect());
    }

    private void checkCounts() {
        common.checkRange("--streams", streams, 1, CommonOptions.MAX_STREAMS);
        common.checkRange("--topics", topics, 0, MAX_TOPICS);
        common.checkRange("--topics-per-stream", topicsPerStream, 1, MAX_TOPICS_PER_STREAM);
        common.checkRange("--messages", messages, 0, CommonOptions.MAX_MESSAGES);
        common.checkRange("--warmup", warmup, 0, CommonOptions.MAX_MESSAGES);
        common.checkRange("--in-flight", inFlight, 1, CommonOptions.MAX_MESSAGES);
        common.checkRange("--processes", processes, 0, MAX_PROCESSES);
        common.check(rate == 0 || inFlight == 1, "--rate and --in-flight: choose one");
        common.check(rate >= 0 && Double.isFinite(rate), "--rate must be 0 or more, but is " + rate);
    }

    private Audience audience() {
        try {
            return new Audience(streams, Math.max(1, topics), topicsPerStream);
        } catch (IllegalArgumentException e) {
            common.check(false, "--topics: " + e.getMessage());
            throw e;
        }
    }

    private Dialect dialect() {
        String path = topics == 0 ? "/broadcast" : "/publish";
        if (warmup + messages > 0) {
            common.publishAddress(path);
        }
        return topics == 0
                ? new Dialect.Broadcast(common.url(), common.publishUrl(path))
                : new TopicDialect(common.url(), common.publishUrl(path));
    }
}
