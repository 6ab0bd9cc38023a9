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
import io.ssegateway.loadtest.options.DurationConverter;
import io.ssegateway.loadtest.options.ServerOptions;
import io.ssegateway.loadtest.options.StandardOptions;
import io.ssegateway.loadtest.options.TimeoutOption;
import io.ssegateway.loadtest.options.TrafficOptions;
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
            StandardOptions.EXIT_CODES
        })
public final class LoadTest implements Callable<Integer> {

    private static final int MAX_TOPICS = 10_000;
    private static final int MAX_TOPICS_PER_STREAM = 100;
    private static final int MAX_PROCESSES = 1_000;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption();

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

    @Mixin
    private StandardOptions standard = new StandardOptions();

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
        standard.check(parts <= streams, "--processes: %d streams cannot be spread over %d".formatted(streams, parts));
        traffic.check(streams, parts, TrafficOptions.MAX_SIZE);
        timeout.checkRoomFor("publishing and holding", (rate == 0 ? 0 : messages / rate) + hold.toMillis() / 1000.0);
        server.check();
        Audience audience = audience();
        LoadPlan plan = new LoadPlan(
                dialect(),
                audience,
                traffic.connects(),
                parts,
                new Load(warmup, messages, traffic.size(), inFlight, rate),
                hold,
                timeout.value(),
                server.pids());
        Report report = new LoadRun(plan, standard.progress()).run();
        return standard.print(report.table(), report.isCorrect());
    }

    private void checkCounts() {
        standard.checkRange("--streams", streams, 1, TrafficOptions.MAX_STREAMS);
        standard.checkRange("--topics", topics, 0, MAX_TOPICS);
        standard.checkRange("--topics-per-stream", topicsPerStream, 1, MAX_TOPICS_PER_STREAM);
        standard.checkRange("--messages", messages, 0, TrafficOptions.MAX_MESSAGES);
        standard.checkRange("--warmup", warmup, 0, TrafficOptions.MAX_MESSAGES);
        standard.checkRange("--in-flight", inFlight, 1, TrafficOptions.MAX_MESSAGES);
        standard.checkRange("--processes", processes, 0, MAX_PROCESSES);
        standard.check(rate == 0 || inFlight == 1, "--rate and --in-flight: choose one");
        standard.check(rate >= 0 && Double.isFinite(rate), "--rate must be 0 or more, but is " + rate);
    }

    private Audience audience() {
        try {
            return new Audience(streams, Math.max(1, topics), topicsPerStream);
        } catch (IllegalArgumentException e) {
            throw standard.refusal("--topics: " + e.getMessage());
        }
    }

    private Dialect dialect() {
        String path = topics == 0 ? "/broadcast" : "/publish";
        if (warmup + messages > 0) {
            server.checkPublishUrl(path);
        }
        return topics == 0
                ? new Dialect.Broadcast(server.url(), server.publishUrl(path))
                : new TopicDialect(server.url(), server.publishUrl(path));
    }
}
