package io.ssegateway.loadtest.compare.peer;

import io.ssegateway.loadtest.fanout.Dialect;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    private final Dialect dialect;
    private final Collector collector;

    RunningPeer(Process process, Dialect dialect, Collector collector) {
        this.process = process;
        this.dialect = dialect;
        this.collector = collector;
    }

    /** How it is subscribed to and published to. */
    public Dialect dialect() {
        return dialect;
    }

    /** All of its processes that run now. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
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
