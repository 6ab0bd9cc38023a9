package io.ssegateway.loadtest.replay;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.LiveReader;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.PacedPublisher;
import io.ssegateway.loadtest.client.PacedPublisher.Pace;
import io.ssegateway.loadtest.client.Post;
import io.ssegateway.loadtest.client.PublishConnection;
import io.ssegateway.loadtest.client.Streams;
import io.ssegateway.loadtest.client.Tally;
import io.ssegateway.loadtest.client.Target;
import io.ssegateway.loadtest.client.TimerLag;
import io.ssegateway.loadtest.client.Transport;
import io.ssegateway.loadtest.client.UpdateBody;
import io.ssegateway.loadtest.process.ServerProcess;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mass replay: publish a history, measure live delivery, then measure it again while many streams read the history.
 * Live streams and publishers have event loops of their own, so that the client's work for the replay delays them only
 * where processors are short. Belongs to one thread.
 */
public final class ReplayRun {

    private static final int HISTORY_BATCH = 100;
    private static final int HISTORY_BODY_CHARACTERS = 256 * 1024;

    private final ReplayPlan plan;
    private final Deadline deadline;
    private final String name = MessageFormat.newRun();
    private final UpdateBody history;
    private final UpdateBody live;
    private final Tally replayTally = new Tally();
    private final Tally liveTally = new Tally();
    private final List<ReplayReader> replayReaders;
    private final List<LiveReader> liveReaders;
    private final Streams replayStreams;
    private final Streams liveStreams;
    private final EventLoopGroup publishLoop = Transport.eventLoops(1);
    private final TimerLag timerLag = new TimerLag(publishLoop.next());
    private final ServerProcess server;

    private @Nullable PublishConnection connection;
    private int historyPublished;
    private int livePublished;
    private LivePhase without = LivePhase.NONE;
    private LivePhase with = LivePhase.NONE;
    private long replayNanos;
    private Duration replayCpu = Duration.ZERO;

    public ReplayRun(ReplayPlan plan, Progress progress) {
        this.plan = plan;
        this.deadline = new Deadline(plan.timeout(), progress);
        this.server = new ServerProcess(plan.pids());
        this.history = new UpdateBody(
                plan.publishUrl(), "loadtest-history-" + name, new MessageFormat(name + "h", plan.size()));
        this.live =
                new UpdateBody(plan.publishUrl(), "loadtest-live-" + name, new MessageFormat(name + "l", plan.size()));
        this.replayReaders = Stream.generate(() -> new ReplayReader(history.format(), plan.events(), replayTally))
                .limit(plan.streams())
                .toList();
        this.liveReaders = Stream.generate(() -> new LiveReader(live.format(), plan.mostLiveMessages(), liveTally))
                .limit(plan.liveStreams())
                .toList();
        URI historyUrl = Target.with(plan.url(), "topic", history.topic());
        this.replayStreams = new Streams(
                Target.with(historyUrl, "lastEventID", "earliest"),
                replayReaders,
                Runtime.getRuntime().availableProcessors());
        this.liveStreams = new Streams(Target.with(plan.url(), "topic", live.topic()), liveReaders, 1);
    }

    public ReplayReport run() throws InterruptedException {
        int replayOpen;
        int liveOpen;
        try {
            connection = PublishConnection.open(publishLoop, plan.publishUrl());
            publishHistory(connection);
            if (liveStreams.open(plan.connects(), liveTally, deadline, "open live")) {
                without = measure(connection, this::passBaseline);
                if (firstFault() == null) {
                    with = measure(connection, this::replay);
                }
            }
        } catch (IOException e) {
            liveTally.fault(String.valueOf(e.getMessage()));
        } finally {
            // Closing the streams would count as faults of theirs.
            replayOpen = replayTally.open();
            liveOpen = liveTally.open();
        }
        String fault = firstFault();
        close();
        List<DeliveryCheck> replayed =
                replayReaders.stream().map(ReplayReader::check).toList();
        List<DeliveryCheck> delivered =
                liveReaders.stream().map(LiveReader::check).toList();
        return new ReplayReport(
                plan,
                historyPublished,
                replayOpen,
                liveOpen,
                Deliveries.of(replayed, plan.events(), replayTally.deliveries()),
                Deliveries.of(delivered, livePublished, liveTally.deliveries()),
                replayTally.otherEvents() + liveTally.otherEvents(),
                replayTally.bytes(),
                replayNanos,
                without,
                with,
                replayCpu,
                fault);
    }

    private @Nullable String firstFault() {
        String ofReplay = replayTally.firstFault();
        return ofReplay == null ? liveTally.firstFault() : ofReplay;
    }

    private void publishHistory(PublishConnection to) throws InterruptedException, IOException {
        int batch = Math.max(1, Math.min(HISTORY_BATCH, HISTORY_BODY_CHARACTERS / (plan.size() + 128)));
        while (historyPublished < plan.events()) {
            int first = historyPublished;
            int count = Math.min(batch, plan.events() - first);
            Post post = history.of(first, 1, count, System.nanoTime());
            Future<Void> answer =
                    to.loop().submit(() -> to.publish(post)).sync().getNow();
            if (!deadline.await("publish", () -> first, plan.events(), answer::isDone)) {
                throw new IOException("the time passed before the history was published");
            }
            if (!answer.isSuccess()) {
                throw new IOException(
                        "the history could not be published: " + answer.cause().getMessage());
            }
            historyPublished += count;
        }
        deadline.finish("publish", historyPublished, plan.events());
    }

    @FunctionalInterface
    private interface Phase {
        void pass(PacedPublisher publisher) throws InterruptedException;
    }

    /** Publishes live messages during a phase, and waits until all of them are delivered. */
    private LivePhase measure(PublishConnection to, Phase phase) throws InterruptedException {
        timerLag.sinceLast();
        PacedPublisher publisher = new PacedPublisher(
                to,
                (sequence, sentNanos) -> live.of(sequence, 1, 1, sentNanos),
                Pace.openLoop(plan.rate()),
                livePublished,
                plan.mostLiveMessages() - livePublished);
        publisher.start();
        phase.pass(publisher);
        publisher.stop();
        deadline.await("live", liveTally::deliveries, 0, publisher::isIdle);
        livePublished += publisher.published();
        String fault = publisher.fault();
        if (fault != null) {
            liveTally.fault("live " + fault);
        }
        long expected = (long) livePublished * plan.liveStreams();
        boolean all = deadline.await(
                "live",
                liveTally::deliveries,
                expected,
                () -> liveTally.deliveries() >= expected || liveTally.firstFault() != null);
        if (!all) {
            liveTally.fault("not all live messages were delivered within " + deadline.timeoutSeconds() + " s");
        }
        return new LivePhase(liveTally.latency(), timerLag.sinceLast());
    }

    private void passBaseline(PacedPublisher publisher) throws InterruptedException {
        deadline.pass("baseline", plan.baseline(), () -> publisher.fault() != null);
    }

    private void replay(PacedPublisher publisher) throws InterruptedException {
        Duration before = server.cpu();
        long begin = System.nanoTime();
        long expected = (long) plan.events() * plan.streams();
        replayStreams.open(plan.connects());
        boolean all = deadline.await(
                "replay",
                replayTally::deliveries,
                expected,
                () -> replayTally.done() >= plan.streams() || publisher.fault() != null);
        boolean allDone = replayTally.done() >= plan.streams();
        replayNanos = (allDone ? replayTally.lastDoneNanos() : System.nanoTime()) - begin;
        replayCpu = server.cpu().minus(before);
        deadline.finish("replay", replayTally.deliveries(), expected);
        if (!all) {
            replayTally.fault("not all streams had their replay within " + deadline.timeoutSeconds() + " s");
        }
    }

    private void close() throws InterruptedException {
        replayStreams.close();
        liveStreams.close();
        PublishConnection opened = connection;
        if (opened != null) {
            opened.close();
        }
        Transport.shutDown(publishLoop);
    }
}
