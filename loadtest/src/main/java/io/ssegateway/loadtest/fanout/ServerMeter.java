package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.process.ServerProcess;
import io.ssegateway.loadtest.process.Usage;
import java.time.Duration;

/** Reads what the server uses in each phase of a run. Belongs to the run's thread. */
final class ServerMeter {

    private final ServerProcess server;
    private Usage before = Usage.NONE;
    private Usage after = Usage.NONE;
    private Duration phaseBegin = Duration.ZERO;
    private Duration connectCpu = Duration.ZERO;
    private Duration measureCpu = Duration.ZERO;
    private Duration holdCpu = Duration.ZERO;
    private long holdBegin;
    private long holdNanos;

    ServerMeter(ServerProcess server) {
        this.server = server;
    }

    /** The first stream is about to open. */
    void beginConnect() {
        before = server.usage();
        phaseBegin = before.cpu();
    }

    void endConnect() {
        connectCpu = sincePhaseBegan();
    }

    void beginMeasure() {
        phaseBegin = server.cpu();
    }

    void endMeasure() {
        measureCpu = sincePhaseBegan();
    }

    void beginHold() {
        holdBegin = System.nanoTime();
        phaseBegin = server.cpu();
    }

    void endHold() {
        holdNanos = System.nanoTime() - holdBegin;
        holdCpu = sincePhaseBegan();
    }

    /** All is done, and the streams are still open. */
    void end() {
        after = server.usage();
    }

    ServerUse use() {
        return new ServerUse(before, after, connectCpu, measureCpu, holdCpu, holdNanos);
    }

    private Duration sincePhaseBegan() {
        return server.cpu().minus(phaseBegin);
    }
}
