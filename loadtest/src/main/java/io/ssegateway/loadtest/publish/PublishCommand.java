package io.ssegateway.loadtest.publish;

import io.ssegateway.loadtest.options.DurationConverter;
import io.ssegateway.loadtest.options.ServerOptions;
import io.ssegateway.loadtest.options.StandardOptions;
import io.ssegateway.loadtest.options.TimeoutOption;
import io.ssegateway.loadtest.options.TrafficOptions;
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
            StandardOptions.EXIT_CODES
        })
public final class PublishCommand implements Callable<Integer> {

    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_SECONDS = 600;
    private static final int MAX_WINDOW = 1_000_000;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption();

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

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() throws InterruptedException {
        standard.checkRange("--connections", connections, 1, MAX_CONNECTIONS);
        standard.checkRange("--subscribers", subscribers, 0, TrafficOptions.MAX_STREAMS);
        standard.checkRange("--batch", batch, 1, MAX_BATCH);
        standard.checkRange("--seconds", seconds, 1, MAX_SECONDS);
        standard.checkRange("--window", window, 0, MAX_WINDOW);
        standard.check(window == 0 || window >= batch, "--window must be 0 or at least --batch, but is " + window);
        timeout.checkRoomFor("--warmup and --seconds", warmup.toMillis() / 1000.0 + seconds);
        traffic.check(subscribers + connections, 1, TrafficOptions.MAX_SIZE);
        server.check();
        server.checkPublishUrl("/publish");
        PublishPlan plan = new PublishPlan(
                server.url(),
                subscribers,
                traffic.connects(),
                server.publishUrl("/publish"),
                connections,
                batch,
                window,
                traffic.size(),
                warmup,
                Duration.ofSeconds(seconds),
                timeout.value(),
                server.pids());
        PublishReport report = new PublishRun(plan, standard.progress()).run();
        return standard.print(report.table(), report.isCorrect());
    }
}
