package io.ssegateway.loadtest.fanout;

import io.netty.channel.EventLoopGroup;
import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.PacedPublisher;
import io.ssegateway.loadtest.client.PacedPublisher.Pace;
import io.ssegateway.loadtest.client.Post;
import io.ssegateway.loadtest.client.PublishConnection;
import io.ssegateway.loadtest.client.Transport;
import io.ssegateway.loadtest.process.ServerProcess;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run: connect the streams, publish to warm up, publish and measure, hold the streams, count. Belongs to one
 * thread, which looks often enough for a smooth progress bar; streams and publishers never wait for it. The first fault
 * ends the run, as what follows would measure something else than what was asked for.
 */
public final class LoadRun {

    /** What is to happen before the last look at what the server uses, with the streams still open. */
    @FunctionalInterface
    public interface Settling {

        /** An exception is a fault of the run. */
        void settle() throws IOException, InterruptedException;
    }

    private final LoadPlan plan;
    private final Settling settling;
    private final Deadline deadline;
    private final MessageFormat format;
    private final List<String> topics;
    private final ServerMeter meter;
    private final AtomicInteger completed = new AtomicInteger();
    private final EventLoopGroup publishLoop = Transport.eventLoops(1);
    private volatile @Nullable PacedPublisher publisher;
    private @Nullable String fault;
    private int published;
    private long measureStart;

    /** A run that begins now. */
    public LoadRun(LoadPlan plan, Progress progress) {
        this(plan, progress, () -> {});
    }

    /** A run that begins now, in which the server is made ready for a look at its memory. */
    public LoadRun(LoadPlan plan, Progress progress, Settling settling) {
        this.plan = plan;
        this.settling = settling;
        this.deadline = new Deadline(plan.timeout(), progress);
        String name = MessageFormat.newRun();
        this.format = new MessageFormat(name, plan.load().size());
        this.topics = IntStream.range(0, plan.audience().topics())
                .mapToObj(topic -> "loadtest-" + name + "-" + topic)
                .toList();
        this.meter = new ServerMeter(new ServerProcess(plan.pids()));
    }

    /** Runs it; may be called once. Whatever goes wrong is in the report. */
    public Report run() throws InterruptedException {
        Crowd crowd;
        try {
            crowd = crowd();
        } catch (IOException e) {
            Transport.shutDown(publishLoop);
            return report(Counts.NONE, Findings.lost(0), "a client process did not start: " + e.getMessage());
        }
        Findings findings;
        try {
            phases(crowd);
        } finally {
            findings = crowd.close(published);
            Transport.shutDown(publishLoop);
        }
        return report(crowd.counts(), findings, fault == null ? crowd.fault() : fault);
    }

    private Crowd crowd() throws IOException, InterruptedException {
        Audience audience = plan.audience();
        List<URI> urls = IntStream.range(0, Math.min(audience.topics(), audience.streams()))
                .mapToObj(stream -> plan.dialect()
                        .streamUrl(audience.subscription(stream).ownTopics().stream()
                                .map(topics::get)
                                .toList()))
                .toList();
        Load load = plan.load();
        Share all =
                new Share(audience, urls, 0, audience.streams(), plan.connects(), format, load.total(), load.warmup());
        return plan.processes() == 1
                ? new StreamGroup(all, Runtime.getRuntime().availableProcessors(), this::complete)
                : new ClientProcesses(all, plan.processes(), this::complete);
    }

    /** Called by event loops and readers. */
    private void complete(int sequence) {
        completed.incrementAndGet();
        PacedPublisher current = publisher;
        if (current != null) {
            current.completed();
        }
    }

    private void phases(Crowd crowd) throws InterruptedException {
        Load load = plan.load();
        meter.beginConnect();
        if (!connect(crowd)) {
            return;
        }
        meter.endConnect();
        if (load.total() > 0) {
            try {
                PublishConnection connection =
                        PublishConnection.open(publishLoop, post(0, 0).url());
                publish(crowd, connection);
                connection.close();
            } catch (IOException e) {
                fault("nothing could be published: " + e.getMessage());
            }
        }
        if (!hasFailed(crowd)) {
            hold(crowd);
            settle();
        }
        meter.end();
    }

    private boolean connect(Crowd crowd) throws InterruptedException {
        int wanted = plan.audience().streams();
        crowd.open();
        boolean inTime = deadline.await("connect", () -> crowd.counts().opened(), wanted, () -> {
            Counts counts = crowd.counts();
            return counts.opened() + counts.failed() >= wanted || crowd.fault() != null;
        });
        int opened = crowd.counts().opened();
        deadline.finish("connect", opened, wanted);
        if (!inTime) {
            fault("not all streams were open within " + deadline.timeoutSeconds() + " s");
        }
        return opened == wanted;
    }

    private void publish(Crowd crowd, PublishConnection connection) throws InterruptedException {
        Load load = plan.load();
        boolean passed =
                load.warmup() == 0 || publish(crowd, connection, "warm up", load.warmupPace(), 0, load.warmup());
        meter.beginMeasure();
        measureStart = System.nanoTime();
        if (passed && load.messages() > 0) {
            publish(crowd, connection, "measure", load.pace(), load.warmup(), load.messages());
        }
        meter.endMeasure();
    }

    /** Publishes messages and waits until all their deliveries are there; false if that cannot be. */
    private boolean publish(Crowd crowd, PublishConnection connection, String phase, Pace pace, int first, int count)
            throws InterruptedException {
        PacedPublisher next = new PacedPublisher(connection, this::post, pace, first, count);
        publisher = next;
        next.start();
        long before = plan.audience().deliveries(first);
        long expected = plan.audience().deliveries(first + count) - before;
        boolean inTime = deadline.await(
                phase,
                () -> crowd.counts().deliveries() - before,
                expected,
                () -> completed.get() == first + count || next.fault() != null || crowd.fault() != null);
        next.stop();
        // The answer to the last message may come after its deliveries.
        deadline.await(phase, () -> expected, expected, next::isIdle);
        published = first + next.published();
        // Counts from other processes come a little late.
        boolean all = completed.get() == first + count;
        deadline.finish(phase, all ? expected : crowd.counts().deliveries() - before, expected);
        String why = next.fault();
        if (why != null) {
            fault(why);
        } else if (!inTime) {
            fault((completed.get() < published
                            ? "not all messages were delivered within %d s"
                            : "the %d s passed before all messages were published")
                    .formatted(deadline.timeoutSeconds()));
        }
        return inTime && !hasFailed(crowd);
    }

    private Post post(int sequence, long sentNanos) {
        return plan.dialect().publish(topics.get(plan.audience().topic(sequence)), format.text(sequence, sentNanos));
    }

    private void hold(Crowd crowd) throws InterruptedException {
        meter.beginHold();
        deadline.pass("hold", plan.hold(), () -> crowd.fault() != null);
        meter.endHold();
    }

    private void settle() throws InterruptedException {
        try {
            settling.settle();
        } catch (IOException e) {
            fault("the server's memory could not be read: " + e.getMessage());
        }
    }

    private boolean hasFailed(Crowd crowd) {
        return fault != null || crowd.fault() != null;
    }

    private void fault(String what) {
        fault = fault == null ? what : fault;
    }

    private Report report(Counts counts, Findings findings, @Nullable String why) {
        return new Report(
                plan,
                counts.opened(),
                counts.open(),
                findings.openNanos(),
                published,
                new Deliveries(
                        findings.deliveries(),
                        plan.audience().deliveries(published),
                        findings.missing(),
                        findings.duplicated(),
                        findings.outOfOrder()),
                findings.otherEvents(),
                findings.latency().getTotalCount() == 0 ? 0 : findings.lastDeliveryNanos() - measureStart,
                findings.latency(),
                meter.use(),
                why);
    }
}
