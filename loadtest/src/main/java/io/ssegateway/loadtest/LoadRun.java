package io.ssegateway.loadtest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * One run: open the streams, publish, wait for the last delivery, hold the streams, count. Belongs to one thread, which looks
 * at the {@link Tally} often enough for a smooth progress bar; the streams never wait for it.
 */
final class LoadRun {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LoadPlan plan;
    private final Progress progress;
    private final String name = Long.toString(System.nanoTime() & Long.MAX_VALUE, Character.MAX_RADIX);
    private final Tally tally = new Tally();
    private final long start = System.nanoTime();
    private final ServerCpu cpu;
    private Duration connectCpu = Duration.ZERO;
    private Duration deliverCpu = Duration.ZERO;
    private long publishStart;
    private int published;

    LoadRun(LoadPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.cpu = new ServerCpu(plan.pid());
    }

    Report run() throws InterruptedException {
        Streams streams = new Streams(plan.url(), plan.address(), name, plan.streams(), plan.messages(), tally);
        List<DeliveryCheck> checks;
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
            checks = streams.close();
        }
        return new Report(
                plan.streams(),
                tally.opened(),
                open,
                tally.lastOpenedNanos() - start,
                plan.messages(),
                published,
                tally.deliveries(),
                sum(checks, DeliveryCheck::missing),
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
        if (!await("open", tally::opened, plan.streams(), () -> tally.opened() + tally.failed() >= plan.streams())) {
            tally.fault("not all streams were open within " + plan.timeout().toSeconds() + " s");
        }
        progress.finish("open", tally.opened(), plan.streams());
        return tally.opened() == plan.streams();
    }

    private void publish() throws InterruptedException {
        Publisher publisher = new Publisher(plan.publishUrl(), name, plan.size());
        publishStart = System.nanoTime();
        while (published < plan.messages()) {
            long due = plan.rate() == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / plan.rate() * published);
            await("publish", () -> published, plan.messages(), () -> System.nanoTime() - publishStart >= due);
            Duration left = Duration.ofNanos(nanosLeft());
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
        progress.finish("publish", published, plan.messages());
    }

    private void awaitDeliveries() throws InterruptedException {
        long expected = (long) published * plan.streams();
        boolean all = published < plan.messages()
                || await("deliver", tally::deliveries, expected, () -> tally.done() >= plan.streams());
        progress.finish("deliver", tally.deliveries(), expected);
        if (!all) {
            tally.fault(
                    "not all messages were delivered within " + plan.timeout().toSeconds() + " s");
        }
    }

    private void hold() throws InterruptedException {
        long holdStart = System.nanoTime();
        await(
                "hold",
                tally::open,
                plan.streams(),
                () -> System.nanoTime() - holdStart >= plan.hold().toNanos());
        progress.finish("hold", tally.open(), plan.streams());
    }

    /** Shows a phase until it is done; false if the run's time was over first. */
    private boolean await(String phase, LongSupplier done, long total, BooleanSupplier finished)
            throws InterruptedException {
        while (!finished.getAsBoolean()) {
            if (nanosLeft() <= 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            progress.show(phase, done.getAsLong(), total);
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private long nanosLeft() {
        return start + plan.timeout().toNanos() - System.nanoTime();
    }

    private static long sum(List<DeliveryCheck> checks, ToIntFunction<DeliveryCheck> count) {
        return checks.stream().mapToLong(count::applyAsInt).sum();
    }
}
