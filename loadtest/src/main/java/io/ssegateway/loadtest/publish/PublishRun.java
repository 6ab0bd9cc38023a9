package io.ssegateway.loadtest.publish;

import io.netty.channel.EventLoopGroup;
import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.PublishConnection;
import io.ssegateway.loadtest.client.Streams;
import io.ssegateway.loadtest.client.Tally;
import io.ssegateway.loadtest.client.Target;
import io.ssegateway.loadtest.client.Transport;
import io.ssegateway.loadtest.client.UpdateBody;
import io.ssegateway.loadtest.process.ServerProcess;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * One measurement of publishing: open the subscribers, publish to warm up, publish and measure, wait for the last
 * delivery. What is measured lies between two instants at which publishing is in full swing. Belongs to one thread.
 */
public final class PublishRun {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final PublishPlan plan;
    private final Deadline deadline;
    private final String name = MessageFormat.newRun();
    private final Tally tally = new Tally();
    private final Recorder answers = new Recorder(SIGNIFICANT_DIGITS);
    private final ServerProcess server;
    private final List<PublishConnection> connections = new ArrayList<>();
    private final List<ClosedLoopPublisher> publishers = new ArrayList<>();

    private Snapshot begin = Snapshot.NONE;
    private Snapshot end = Snapshot.NONE;
    private Histogram answerTimes = new Histogram(SIGNIFICANT_DIGITS);

    public PublishRun(PublishPlan plan, Progress progress) {
        this.plan = plan;
        this.deadline = new Deadline(plan.timeout(), progress);
        this.server = new ServerProcess(plan.pids());
    }

    public PublishReport run() throws InterruptedException {
        UpdateBody body = new UpdateBody(plan.publishUrl(), "loadtest-" + name, new MessageFormat(name, plan.size()));
        URI url = Target.with(plan.url(), "topic", body.topic());
        List<SharedTopicReader> readers = Stream.generate(
                        () -> new SharedTopicReader(body.format(), plan.connections(), tally))
                .limit(plan.subscribers())
                .toList();
        int processors = Runtime.getRuntime().availableProcessors();
        Streams streams = new Streams(url, readers, processors);
        EventLoopGroup loops = Transport.eventLoops(Math.min(processors, plan.connections()));
        int open;
        String fault;
        try {
            if (streams.open(plan.connects(), tally, deadline, "open") && connect(loops, body)) {
                publish();
                awaitDeliveries();
            }
        } finally {
            // Closing the streams would count as faults of theirs.
            open = tally.open();
            fault = tally.firstFault();
            streams.close();
            connections.forEach(PublishConnection::close);
            Transport.shutDown(loops);
        }
        int[] published =
                publishers.stream().mapToInt(ClosedLoopPublisher::published).toArray();
        return new PublishReport(
                plan,
                open,
                published(),
                new Deliveries(
                        tally.deliveries(),
                        published() * plan.subscribers(),
                        sum(readers, reader -> published.length == 0 ? 0 : reader.missing(published)),
                        sum(readers, SharedTopicReader::duplicated),
                        sum(readers, SharedTopicReader::outOfOrder)),
                tally.otherEvents(),
                readers.stream().mapToLong(SharedTopicReader::order).distinct().count() <= 1,
                begin,
                end,
                answerTimes,
                fault);
    }

    private boolean connect(EventLoopGroup loops, UpdateBody body) throws InterruptedException {
        try {
            for (int i = 0; i < plan.connections(); i++) {
                PublishConnection connection = PublishConnection.open(loops, plan.publishUrl());
                connections.add(connection);
                publishers.add(new ClosedLoopPublisher(connection, body, i, plan, this::hasRoom, answers));
            }
            return true;
        } catch (IOException e) {
            tally.fault("a publisher could not connect: " + e.getMessage());
            return false;
        }
    }

    /**
     * Whether one batch more may be under way; a server that is merely told more and more would measure its own
     * buffers.
     */
    private boolean hasRoom() {
        if (plan.window() == 0 || plan.subscribers() == 0) {
            return true;
        }
        long sent = sum(publishers, ClosedLoopPublisher::sent);
        long missing = sent * plan.subscribers() - tally.deliveries();
        return missing + plan.batch() * (long) plan.subscribers() <= (long) plan.window() * plan.subscribers();
    }

    private void publish() throws InterruptedException {
        publishers.forEach(ClosedLoopPublisher::start);
        boolean inTime = deadline.pass("warm up", plan.warmup(), this::hasFailed);
        begin = now();
        answers.reset();
        inTime = inTime && deadline.pass("publish", plan.time(), this::hasFailed);
        end = now();
        answerTimes = answers.getIntervalHistogram();
        publishers.forEach(ClosedLoopPublisher::stop);
        if (!inTime) {
            tally.fault("the time passed before everything was published");
        }
        if (!deadline.await(
                "answers", this::published, 0, () -> publishers.stream().allMatch(ClosedLoopPublisher::isIdle))) {
            tally.fault("not all answers came within " + deadline.timeoutSeconds() + " s");
        }
        publishers.stream()
                .map(ClosedLoopPublisher::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(fault -> tally.fault("a message could not be published: " + fault));
    }

    private boolean hasFailed() {
        return tally.firstFault() != null || publishers.stream().anyMatch(publisher -> publisher.fault() != null);
    }

    private void awaitDeliveries() throws InterruptedException {
        long expected = published() * plan.subscribers();
        boolean all = deadline.await(
                "deliver",
                tally::deliveries,
                expected,
                () -> tally.deliveries() >= expected || tally.firstFault() != null);
        deadline.finish("deliver", tally.deliveries(), expected);
        if (!all) {
            tally.fault("not all messages were delivered within " + deadline.timeoutSeconds() + " s");
        }
    }

    private Snapshot now() {
        return new Snapshot(System.nanoTime(), published(), tally.deliveries(), server.cpu());
    }

    private long published() {
        return sum(publishers, ClosedLoopPublisher::published);
    }

    private static <T> long sum(List<T> items, ToLongFunction<T> value) {
        return items.stream().mapToLong(value).sum();
    }
}
