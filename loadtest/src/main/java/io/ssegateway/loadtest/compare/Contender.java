package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.peer.Peer;
import io.ssegateway.loadtest.compare.peer.RunningPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that takes part: it runs from the first round to the last, so that it is warm. */
final class Contender implements AutoCloseable {

    private final Peer peer;
    private final Path folder;
    private final RunningPeer running;

    /**
     * Starts it.
     *
     * @throws IOException if it does not start
     */
    Contender(Peer peer, Path work) throws IOException, InterruptedException {
        this.peer = peer;
        this.folder = Files.createDirectories(work.resolve(peer.name()));
        this.running = peer.start(folder);
    }

    Peer peer() {
        return peer;
    }

    RunningPeer running() {
        return running;
    }

    /**
     * One more that has done nothing yet, to look at its memory.
     *
     * @throws IOException if it does not start
     */
    RunningPeer startLean() throws IOException, InterruptedException {
        return peer.startLean(Files.createTempDirectory(folder, "lean"));
    }

    @Override
    public void close() {
        running.close();
    }
}
