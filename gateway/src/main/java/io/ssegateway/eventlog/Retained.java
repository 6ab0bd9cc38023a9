package io.ssegateway.eventlog;

/** An update that a log has, as far as must be known to drop it. */
public interface Retained {
    /** Where it stands. */
    Position position();

    /** Its approximate size in bytes. */
    long estimatedBytes();
}
