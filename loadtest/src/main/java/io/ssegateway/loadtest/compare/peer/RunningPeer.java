package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A server that runs. Not thread-safe, but for {@link #close}. */
public final class RunningPeer implements AutoCloseable {

    private static final long STOP_SECONDS = 10;

    /** Lets a server give back the memory that it no longer needs, as far as it can be told to. */
    interface Collector {

        /** Leaves it as it is. */
        Collector NONE = process -> {};

        void collect(Process process) throws IOException, InterruptedException;
    }

    private final Process process;
    private final ProcessTree processes;
    private final Interface how;
    private final Collector collector;

    RunningPeer(Process process, Interface how, Collector collector) {
        this.process = process;
        this.processes = new ProcessTree(process.toHandle());
        this.how = how;
        this.collector = collector;
    }

    /** How it is subscribed to and published to. */
    public Interface how() {
        return how;
    }

    /** All of its processes. */
    public ProcessTree processes() {
        return processes;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Lets it give back the memory that it no longer needs, as far as it can be told to.
     *
     * @throws IOException if it cannot be told
     */
    public void collect() throws IOException, InterruptedException {
        collector.collect(process);
    }

    /** Stops it, by force if it takes longer than 10 s, and returns when it has ended. */
    @Override
    public void close() {
        Processes.stop(process, STOP_SECONDS, TimeUnit.SECONDS);
    }
}
