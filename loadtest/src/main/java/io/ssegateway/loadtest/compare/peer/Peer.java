package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A server to compare with others. */
public interface Peer {

    /** Tells it from the others of a run: letters, digits and hyphens. */
    String name();

    /** What this machine lacks to run it, with the command that installs it; empty if nothing. */
    Optional<String> missing();

    /** Whether it gets faster as it runs, as what is compiled meanwhile does. */
    boolean warmsUp();

    /**
     * Starts one more of it, and waits until it listens.
     *
     * @param folder an existing one, for its files; nobody else's
     * @throws IOException if it does not start; the message says why
     */
    RunningPeer start(Path folder) throws IOException, InterruptedException;

    /**
     * Like {@link #start}, but such that its memory tells what it holds, not what it has only not given back yet: for a
     * look at memory, not at speed.
     */
    default RunningPeer startLean(Path folder) throws IOException, InterruptedException {
        return start(folder);
    }
}
