package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.RunningGateway;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** A log with which a start fails at one step. */
final class FailingLog extends ForwardingLog {
    private static final String FAILURE = "This step fails.";

    /** What a start does between opening the log and listening, in this order. */
    enum Step {
        LOG,
        STREAMS,
        CLUSTER,
        REVOCATIONS,
        FIRST_READ,
        HUB
    }

    private final Step failing;
    private boolean followed;

    FailingLog(EventLog log, Step failing) {
        super(log);
        this.failing = failing;
        fail(Step.LOG);
    }

    private void fail(Step step) {
        if (step == failing) {
            throw new IllegalStateException(FAILURE);
        }
    }

    @Override
    public void tail(LogTail tail) {
        fail(followed ? Step.REVOCATIONS : Step.STREAMS);
        followed = true;
        super.tail(tail);
    }

    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        fail(Step.CLUSTER);
        return super.cluster(openStreams);
    }

    @Override
    public Optional<String> problem() {
        fail(Step.FIRST_READ);
        return super.problem();
    }

    @Override
    public Size size() {
        fail(Step.HUB);
        return super.size();
    }

    /** Has a start with these settings fail at a step, and nothing else go wrong. */
    static void failStart(Step step, String... settings) {
        UnaryOperator<EventLog> around = log -> new FailingLog(log, step);
        assertThatThrownBy(() -> Gateway.start(RunningGateway.config(settings), around))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(FAILURE)
                .hasNoSuppressedExceptions();
    }
}
