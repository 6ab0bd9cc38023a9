package io.ssegateway.loadtest.smoke;

import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.fanout.Audience;
import io.ssegateway.loadtest.fanout.Dialect;
import io.ssegateway.loadtest.fanout.Load;
import io.ssegateway.loadtest.fanout.LoadPlan;
import io.ssegateway.loadtest.fanout.LoadRun;
import io.ssegateway.loadtest.fanout.Report;
import io.ssegateway.loadtest.fanout.TopicDialect;
import io.ssegateway.loadtest.publish.PublishPlan;
import io.ssegateway.loadtest.publish.PublishReport;
import io.ssegateway.loadtest.publish.PublishRun;
import io.ssegateway.loadtest.replay.ReplayPlan;
import io.ssegateway.loadtest.replay.ReplayReport;
import io.ssegateway.loadtest.replay.ReplayRun;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loads of the smoke test: one of each kind, each followed by the {@link Aftermath}. Belongs to one thread. */
final class Smoke {

    private static final int SIZE = 100;
    private static final int CONNECTS = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration HOLD = Duration.ofMillis(300);

    private final GatewayProcess gateway;
    private final Checks checks;
    private final Aftermath aftermath;
    private final URI events;
    private final URI publish;

    Smoke(GatewayProcess gateway, Checks checks, Aftermath aftermath) {
        this.gateway = gateway;
        this.checks = checks;
        this.aftermath = aftermath;
        this.events = gateway.url("/events");
        this.publish = gateway.url("/publish");
    }

    /** Runs all loads, one after another. */
    void run() throws InterruptedException, IOException {
        // What the gateway opens and keeps at its first stream is not left behind.
        broadcast("first streams", 10, 1, new Load(0, 10, SIZE, 1, 0));
        aftermath.begin();
        everyKind();
        aftermath.keepAllocated();
        broadcast("once more", 300, 1, new Load(0, 100, SIZE, 16, 0));
        replay("replay once more");
        aftermath.checkAllocated();
        aftermath.checkNothingLeft();
    }

    private void everyKind() throws InterruptedException, IOException {
        broadcast("one at a time", 300, 1, new Load(20, 100, SIZE, 1, 0));
        topics("16 in flight, 4 topics", 300, 4, 2, 1, new Load(50, 500, SIZE, 16, 0));
        broadcast("large messages", 50, 1, new Load(0, 20, 100_000, 2, 0));
        broadcast("50 a second", 300, 1, new Load(10, 100, SIZE, 1, 50));
        topics("3 client processes", 300, 5, 3, 3, new Load(10, 100, SIZE, 4, 0));
        broadcast("idle streams", 1000, 1, new Load(0, 0, SIZE, 1, 0));
        publishers("8 publishers");
        replay("replay");
        reconnect("reconnect");
    }

    private void broadcast(String name, int streams, int processes, Load load) throws InterruptedException {
        run(
                name,
                new Dialect.Broadcast(events, gateway.url("/broadcast")),
                Audience.ofOneTopic(streams),
                processes,
                load);
    }

    private void topics(String name, int streams, int topics, int topicsPerStream, int processes, Load load)
            throws InterruptedException {
        run(name, new TopicDialect(events, publish), new Audience(streams, topics, topicsPerStream), processes, load);
    }

    private void run(String name, Dialect dialect, Audience audience, int processes, Load load)
            throws InterruptedException {
        aftermath.before();
        LoadPlan plan = new LoadPlan(dialect, audience, CONNECTS, processes, load, HOLD, TIMEOUT, List.of());
        Report report = new LoadRun(plan, Progress.silent()).run();
        checks.check(name, report.isCorrect(), found(audience.streams(), report.deliveries(), report.fault()));
        aftermath.check(name, audience.streams(), report.deliveries().count() + report.otherEvents());
    }

    private void publishers(String name) throws InterruptedException {
        aftermath.before();
        int streams = 50;
        PublishReport report = new PublishRun(
                        new PublishPlan(
                                events,
                                streams,
                                CONNECTS,
                                publish,
                                8,
                                5,
                                500,
                                SIZE,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                TIMEOUT,
                                List.of()),
                        Progress.silent())
                .run();
        checks.check(name, report.isCorrect(), found(streams, report.deliveries(), report.fault()));
        aftermath.check(name, streams, report.deliveries().count() + report.otherEvents());
    }

    private void replay(String name) throws InterruptedException {
        aftermath.before();
        int streams = 50;
        int liveStreams = 20;
        ReplayReport report = new ReplayRun(
                        new ReplayPlan(
                                events,
                                streams,
                                CONNECTS,
                                1000,
                                SIZE,
                                liveStreams,
                                50,
                                Duration.ofSeconds(1),
                                publish,
                                TIMEOUT,
                                List.of()),
                        Progress.silent())
                .run();
        checks.check(name, report.isCorrect(), found(streams, report.replayed(), report.fault()));
        aftermath.check(
                name,
                streams + liveStreams,
                report.replayed().count() + report.live().count() + report.otherEvents());
    }

    private void reconnect(String name) throws InterruptedException, IOException {
        aftermath.before();
        int streams = 200;
        ReconnectRun.Outcome outcome = new ReconnectRun(events, publish, streams, 300, TIMEOUT).run();
        checks.check(
                name,
                outcome.fault() == null && outcome.deliveries().isCorrect(),
                found(streams, outcome.deliveries(), outcome.fault()));
        // What was on its way to the streams that were cut is nobody's.
        aftermath.checkAtLeast(name, 2L * streams, outcome.events());
    }

    private static String found(int streams, Deliveries deliveries, @Nullable String fault) {
        return streams + " streams: "
                + (fault == null && deliveries.isCorrect()
                        ? deliveries.count() + " deliveries, each once and in order"
                        : deliveries + (fault == null ? "" : "; " + fault));
    }
}
