package io.ssegateway.loadtest.publish;

import io.ssegateway.loadtest.options.CommonOptions;
import io.ssegateway.loadtest.options.DurationConverter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast updates are taken. */
@Command(
        name = "publish",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Publishes over keep-alive connections with one request in flight on each, while subscribers listen, and"
                    + " checks that every subscriber gets every update once, and all in the same order."
        },
        footer = {
            "",
            "Rates and CPU time are those of --seconds alone, not of the warm-up nor of what is delivered afterwards.",
            "Exit code: 0 if every delivery was correct, 1 if not, 2 if an argument is wrong."
        })
public final class PublishCommand implements Callable<Integer> {

    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_SECONDS = 600;
    private static final int MAX_WINDOW = 1_000_000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--connections", defaultValue = "8", description = "Connections that publish.")
    private int connections;

    @Option(
            names = {"-n", "--subscribers"},
            defaultValue = "0",
            description = "Streams that get what is published.")
    private int subscribers;

    @Option(names = "--batch", defaultValue = "1", description = "Updates in one request.")
    private int batch;

    @Option(names = "--seconds", defaultValue = "10", description = "How long to measure.")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "How long to publish before that.")
    private Duration warmup = Duration.ZERO;

    @Option(
            names = "--window",
            defaultValue = "1000",
            description = "Updates that may be in flight: sent, but not yet received by the subscribers, on average."
                    + " At that number publishers wait; 0 for no limit, but the server closes readers that are too"
                    + " slow.")
    private int window;

    @Override
    public Integer call() throws InterruptedException {
        common.checkRange("--connections", connections, 1, MAX_CONNECTIONS);
        common.checkRange("--subscribers", subscribers, 0, CommonOptions.MAX_STREAMS);
        common.checkRange("--batch", batch, 1, MAX_BATCH);
        common.checkRange("--seconds", seconds, 1, MAX_SECONDS);
        common.checkRange("--window", window, 0, MAX_WINDOW);
        common.check(window == 0 || window >= batch, "--window must be 0 or at least --batch, but is " + window);
        common.checkTime("--warmup and --seconds", warmup.toMillis() / 1000.0 + seconds);
        common.check(subscribers + connections, 1);
        InetSocketAddress address = common.streamAddress();
        InetSocketAddress publishAddress = common.publishAddress("/publish");
        PublishPlan plan = new PublishPlan(
                common.url(),
                address,
                subscribers,
                common.connects(),
                common.publishUrl("/publish"),
                publishAddress,
                connections,
                batch,
                window,
                common.size(),
                warmup,
                Duration.ofSeconds(seconds),
                common.timeout(),
                common.pids());
        PublishReport report = new PublishRun(plan, common.progress()).run();
        return common.print(report.table(), report.isCorrect());
    }
}
