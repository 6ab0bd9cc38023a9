package io.ssegateway.loadtest.publish;

import io.netty.util.concurrent.Future;
import io.ssegateway.loadtest.client.PublishConnection;
import io.ssegateway.loadtest.client.UpdateBody;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Publishes through one connection, the next request as soon as the one before is answered, until it is stopped. */
final class ClosedLoopPublisher {

    private static final long LOOK_MILLIS = 1;

    private final PublishConnection connection;
    private final UpdateBody body;
    private final int number;
    private final PublishPlan plan;
    private final BooleanSupplier hasRoom;
    private final Recorder answers;
    private volatile int sent;
    private volatile int published;
    private volatile boolean stopped;
    private volatile boolean idle = true;
    private volatile @Nullable String fault;

    /**
     * One of several publishers.
     *
     * @param number of this one, from 0
     * @param hasRoom asked before each request; while it says no, the publisher waits
     * @param answers takes how long each answer took, in nanoseconds
     */
    ClosedLoopPublisher(
            PublishConnection connection,
            UpdateBody body,
            int number,
            PublishPlan plan,
            BooleanSupplier hasRoom,
            Recorder answers) {
        this.connection = connection;
        this.body = body;
        this.number = number;
        this.plan = plan;
        this.hasRoom = hasRoom;
        this.answers = answers;
    }

    void start() {
        idle = false;
        connection.loop().execute(this::next);
    }

    private void next() {
        if (stopped) {
            idle = true;
        } else if (hasRoom.getAsBoolean()) {
            publish();
        } else {
            connection.loop().schedule(this::next, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void publish() {
        int publishers = plan.connections();
        int first = sent;
        sent = first + plan.batch();
        long now = System.nanoTime();
        connection
                .publish(body.of(SharedTopicReader.sequence(number, publishers, first), publishers, plan.batch(), now))
                .addListener((Future<Void> answer) -> answered(answer, now));
    }

    private void answered(Future<Void> answer, long begin) {
        if (!answer.isSuccess()) {
            fault = String.valueOf(answer.cause().getMessage());
            idle = true;
            return;
        }
        answers.recordValue(System.nanoTime() - begin);
        published = sent;
        next();
    }

    /** Publishes no more; what is under way goes on until {@link #isIdle}. */
    void stop() {
        stopped = true;
    }

    /** Whether no request is under way, nor will be. */
    boolean isIdle() {
        return idle;
    }

    /** Messages that have been sent, whether acknowledged or not. */
    int sent() {
        return sent;
    }

    /** Messages that the server has acknowledged. */
    int published() {
        return published;
    }

    /** Why it could not go on. */
    @Nullable
    String fault() {
        return fault;
    }
}
