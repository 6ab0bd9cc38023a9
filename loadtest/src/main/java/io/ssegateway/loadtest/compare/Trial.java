package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.Rounds.Turn;
import io.ssegateway.loadtest.compare.measurement.Measure;
import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.peer.RunningPeer;
import io.ssegateway.loadtest.fanout.Audience;
import io.ssegateway.loadtest.fanout.Load;
import io.ssegateway.loadtest.fanout.LoadPlan;
import io.ssegateway.loadtest.fanout.LoadRun;
import io.ssegateway.loadtest.fanout.Report;
import io.ssegateway.loadtest.process.Descriptors;
import io.ssegateway.loadtest.report.Progress;
import io.ssegateway.loadtest.report.Rows;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Measures one server once: opens streams, publishes, closes them. Belongs to one thread. */
final class Trial {

    /** So few that what the server keeps of them does not count, yet enough to have all its code loaded. */
    private static final int TOUCH_STREAMS = 10;

    private static final int TOUCH_MESSAGES = 10;
    private static final int MIN_MESSAGES = 10;

    /** Of the messages, so many are published before those that are measured: the streams are new. */
    private static final int LEAD_IN = 10;

    private static final Duration HOLD = Duration.ofMillis(200);

    private final ComparePlan plan;

    Trial(ComparePlan plan) {
        this.plan = plan;
    }

    /** Takes a turn. Whatever goes wrong is in the measurement. */
    Measurement run(Turn<Contender> turn) throws InterruptedException {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        String fault;
        try {
            Report report;
            if (turn.mode().isIdle()) {
                report = idle(turn);
                values.put(Measure.MEMORY_PER_STREAM, report.memoryPerStream());
            } else {
                report = load(turn.peer().running(), turn.streams(), turn.mode(), plan.deliveries());
                addTo(values, report);
            }
            fault = fault(report);
        } catch (IOException e) {
            fault = String.valueOf(e.getMessage());
        }
        return new Measurement(
                turn.round(), turn.streams(), turn.mode(), turn.peer().peer().name(), values, fault);
    }

    private Report load(RunningPeer running, int streams, Mode mode, int deliveries) throws InterruptedException {
        int messages = Math.max(MIN_MESSAGES, deliveries / streams);
        Load load = new Load(
                Math.max(1, messages / LEAD_IN), messages, plan.size(), Math.max(1, mode.inFlight()), mode.rate());
        return new LoadRun(loadPlan(running, streams, load), Progress.silent()).run();
    }

    /**
     * The memory of a server that has just been started: in one that has run for a while, new streams take the place of
     * earlier ones, and seem to cost nothing.
     */
    private Report idle(Turn<Contender> turn) throws IOException, InterruptedException {
        try (RunningPeer fresh = turn.peer().startLean()) {
            load(fresh, TOUCH_STREAMS, new Mode(1, 0), TOUCH_STREAMS * TOUCH_MESSAGES);
            fresh.collect();
            LoadPlan idle = loadPlan(fresh, turn.streams(), new Load(0, 0, plan.size(), 1, 0));
            return new LoadRun(idle, Progress.silent(), fresh::collect).run();
        }
    }

    private LoadPlan loadPlan(RunningPeer running, int streams, Load load) {
        return new LoadPlan(
                running.dialect(),
                Audience.ofOneTopic(streams),
                plan.connects(),
                Descriptors.ofThisProcess().processesFor(streams),
                load,
                HOLD,
                plan.timeout(),
                running.pids());
    }

    private static void addTo(Map<Measure, Double> values, Report report) {
        Histogram latency = report.latency();
        values.put(Measure.CPU_PER_DELIVERY, report.cpuPerDelivery());
        values.put(Measure.CPU_PER_CONNECT, report.cpuPerConnect());
        values.put(Measure.P50, Rows.millis(latency.getValueAtPercentile(50)));
        values.put(Measure.P99, Rows.millis(latency.getValueAtPercentile(99)));
        values.put(Measure.P999, Rows.millis(latency.getValueAtPercentile(99.9)));
        values.put(Measure.DELIVERIES_PER_SECOND, Rows.perSecond(report.measuredDeliveries(), report.measureNanos()));
    }

    private static @Nullable String fault(Report report) {
        if (report.isCorrect()) {
            return null;
        }
        String why = report.fault();
        return why != null ? why : report.deliveries().faults();
    }
}
