package io.ssegateway.loadtest;

import io.ssegateway.loadtest.fanout.LoadPlan;
import io.ssegateway.loadtest.fanout.LoadRun;
import io.ssegateway.loadtest.fanout.Report;
import io.ssegateway.loadtest.options.CommonOptions;
import io.ssegateway.loadtest.options.DurationConverter;
import io.ssegateway.loadtest.publish.PublishCommand;
import io.ssegateway.loadtest.replay.ReplayCommand;
import java.net.InetSocketAddress;
import java.net.URI;
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
        subcommands = {ReplayCommand.class, PublishCommand.class},
        synopsisSubcommandLabel = "[replay | publish]",
        description =
                "Opens event streams, publishes messages and checks that every stream gets each one once, in order.",
        footer = {
            "",
            "Latency counts from the begin of a publish to the event's receipt.",
            "Exit code: 0 if every delivery was correct, 1 if not, 2 if an argument is wrong."
        })
public final class LoadTest implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

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

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Messages per second at most; 0 for as fast as the server answers.")
    private double rate;

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
        common.checkRange("--streams", streams, 1, CommonOptions.MAX_STREAMS);
        common.checkRange("--messages", messages, 0, CommonOptions.MAX_MESSAGES);
        common.check(rate >= 0 && Double.isFinite(rate), "--rate must be 0 or more, but is " + rate);
        common.check(streams);
        checkTime();
        InetSocketAddress address = common.streamAddress();
        if (messages > 0) {
            common.checkTarget("--publish-url", publishUrl);
        }
        LoadPlan plan = new LoadPlan(
                common.url(),
                address,
                streams,
                common.connects(),
                publishUrl,
                messages,
                common.size(),
                rate,
                hold,
                timeout,
                common.pid());
        Report report = new LoadRun(plan, common.progress()).run();
        return common.print(report.table(), report.isCorrect());
    }

    private void checkTime() {
        double publishSeconds = rate == 0 ? 0 : messages / rate;
        double needed = publishSeconds + hold.toMillis() / 1000.0;
        common.check(
                needed < timeout.toMillis() / 1000.0,
                "--timeout must be more than the %.1f s that publishing and holding take, but is %.1f s"
                        .formatted(needed, timeout.toMillis() / 1000.0));
    }
}
