package io.ssegateway.loadtest.replay;

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

/** Measures a mass replay, and what it does to live delivery. */
@Command(
        name = "replay",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Publishes a history, then measures live delivery on another topic: first without, then while many streams"
                    + " open with lastEventID=earliest and read the whole history. Checks what every stream gets.",
            "",
            "The server's log must hold the history and the live messages: see its keys log.max-events and"
                    + " log.max-bytes."
        },
        footer = {
            "",
            "Live latency is measured from when a message was due (--rate) to the event's receipt. 'lag' is how late"
                    + " an idle thread of this client got a processor meanwhile: live latency includes that, whatever"
                    + " the server does.",
            StandardOptions.EXIT_CODES
        })
public final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption();

    @Option(
            names = {"-n", "--streams"},
            defaultValue = "1000",
            description = "Streams that replay, all at once.")
    private int streams;

    @Option(names = "--events", defaultValue = "10000", description = "Updates that each of them reads.")
    private int events;

    @Option(names = "--live-streams", defaultValue = "200", description = "Streams that get live messages.")
    private int liveStreams;

    @Option(names = "--rate", defaultValue = "20", description = "Live messages per second.")
    private double rate;

    @Option(
            names = "--baseline",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long to measure live delivery before the replay.")
    private Duration baseline = Duration.ZERO;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() throws InterruptedException {
        standard.checkRange("--streams", streams, 1, TrafficOptions.MAX_STREAMS);
        standard.checkRange("--events", events, 1, TrafficOptions.MAX_MESSAGES);
        standard.checkRange("--live-streams", liveStreams, 1, TrafficOptions.MAX_STREAMS);
        standard.check(rate > 0 && rate <= 10_000, "--rate must be more than 0 and at most 10000, but is " + rate);
        timeout.checkRoomFor("--baseline and the replay after it", baseline.toMillis() / 1000.0);
        traffic.check(streams + liveStreams, 1, TrafficOptions.MAX_SIZE);
        server.check();
        server.checkPublishUrl("/publish");
        ReplayPlan plan = new ReplayPlan(
                server.url(),
                streams,
                traffic.connects(),
                events,
                traffic.size(),
                liveStreams,
                rate,
                baseline,
                server.publishUrl("/publish"),
                timeout.value(),
                server.pids());
        ReplayReport report = new ReplayRun(plan, standard.progress()).run();
        return standard.print(report.table(), report.isCorrect());
    }
}
