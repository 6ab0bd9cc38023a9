package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.LiveReader;
import io.ssegateway.loadtest.client.Streams;
import io.ssegateway.loadtest.client.Tally;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import io.ssegateway.loadtest.report.ServerCpu;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * One run: open the streams, publish, wait for the last delivery, hold the streams, count. Belongs to one thread, which looks
 * at the {@link Tally} often enough for a smooth progress bar; the streams never wait for it.
 */
public final class LoadRun {

    private final LoadPlan plan;
    private final Deadline deadline;
    private final String name = Long.toString(System.nanoTime() & Long.MAX_VALUE, Character.MAX_RADIX);
    private final Tally tally = new Tally();
    private final ServerCpu cpu;
    private Duration connectCpu = Duration.ZERO;
    private Duration deliverCpu = Duration.ZERO;
    private long publishStart;
    private int published;

    public LoadRun(LoadPlan plan, Progress progress) {
        this.plan = plan;
        this.deadline = new Deadline(plan.timeout(), progress);
        this.cpu = new ServerCpu(plan.pid());
    }

    public Report run() throws InterruptedException {
        List<LiveReader> readers = Stream.generate(() -> new LiveReader(name, plan.messages(), tally))
                .limit(plan.streams())
                .toList();
        Streams streams = new Streams(
                plan.url(), plan.address(), readers, Runtime.getRuntime().availableProcessors());
        int open;
        String fault;
        try {
            Duration before = cpu.used();
            if (open(streams)) {
                Duration opened = cpu.used();
                connectCpu = opened.minus(before);
                if (plan.messages() > 0) {
                    publish();
                    awaitDeliveries();
                }
                deliverCpu = cpu.used().minus(opened);
                hold();
            }
        } finally {
            // Closing the streams would count as faults of theirs.
            open = tally.open();
            fault = tally.firstFault();
            streams.close();
        }
        List<DeliveryCheck> checks = readers.stream().map(LiveReader::check).toList();
        return new Report(
                plan.streams(),
                tally.opened(),
                open,
                tally.lastOpenedNanos() - deadline.start(),
                plan.messages(),
                published,
                tally.deliveries(),
                sum(checks, check -> check.missing(plan.messages())),
                sum(checks, DeliveryCheck::duplicated),
                sum(checks, DeliveryCheck::outOfOrder),
                tally.otherEvents(),
                tally.lastDeliveryNanos() - publishStart,
                tally.latency(),
                connectCpu,
                deliverCpu,
                fault);
    }

    private boolean open(Streams streams) throws InterruptedException {
        streams.open(plan.connects());
        if (!deadline.await(
                "open", tally::opened, plan.streams(), () -> tally.opened() + tally.failed() >= plan.streams())) {
            tally.fault("not all streams were open within " + deadline.timeoutSeconds() + " s");
        }
        deadline.finish("open", tally.opened(), plan.streams());
        return tally.opened() == plan.streams();
    }

    private void publish() throws InterruptedException {
        Publisher publisher = new Publisher(plan.publishUrl(), name, plan.size());
        publishStart = System.nanoTime();
        while (published < plan.messages()) {
            long due = plan.rate() == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / plan.rate() * published);
            deadline.await("publish", () -> published, plan.messages(), () -> System.nanoTime() - publishStart >= due);
            Duration left = deadline.left();
            if (left.isNegative() || left.isZero()) {
                tally.fault("the time was over before all messages were published");
                break;
            }
            try {
                publisher.publish(published, left);
            } catch (IOException e) {
                tally.fault("message " + published + " could not be published: " + e);
                break;
            }
            published++;
        }
        deadline.finish("publish", published, plan.messages());
    }

    private void awaitDeliveries() throws InterruptedException {
        long expected = (long) published * plan.streams();
        boolean all = published < plan.messages()
                || deadline.await("deliver", tally::deliveries, expected, () -> tally.done() >= plan.streams());
        deadline.finish("deliver", tally.deliveries(), expected);
        if (!all) {
            tally.fault("not all messages were delivered within " + deadline.timeoutSeconds() + " s");
        }
    }

    private void hold() throws InterruptedException {
        long holdStart = System.nanoTime();
        deadline.await(
                "hold",
                tally::open,
                plan.streams(),
                () -> System.nanoTime() - holdStart >= plan.hold().toNanos());
        deadline.finish("hold", tally.open(), plan.streams());
    }

    private static long sum(List<DeliveryCheck> checks, ToIntFunction<DeliveryCheck> count) {
        return checks.stream().mapToLong(count::applyAsInt).sum();
    }
}
