package io.ssegateway.loadtest.options;

import io.ssegateway.loadtest.process.Descriptors;
import picocli.CommandLine.Option;

/** How streams are opened, and what is sent to them. */
public final class TrafficOptions extends CheckedOptions {

    /** Of all kinds together. */
    public static final int MAX_STREAMS = 1_000_000;

    /** In one run. */
    public static final int MAX_MESSAGES = 10_000_000;

    /** Of a message in characters. */
    public static final int MAX_SIZE = 1_000_000;

    @Option(names = "--size", defaultValue = "100", description = "The least number of characters in a message.")
    private int size;

    @Option(names = "--connects", defaultValue = "128", description = "Streams to open at a time.")
    private int connects;

    /** Of a message in characters. */
    public int size() {
        return size;
    }

    /** Under way at a time. */
    public int connects() {
        return connects;
    }

    /**
     * Checks these options, and that so many processes can hold so many streams.
     *
     * @param streams of all kinds together
     * @param maxSize of a message
     */
    public void check(int streams, int processes, int maxSize) {
        checkRange("--size", size, 0, maxSize);
        checkRange("--connects", connects, 1, MAX_STREAMS);
        Descriptors.ofThisProcess().tooFew(streams, processes).ifPresent(why -> check(false, why));
    }
}
