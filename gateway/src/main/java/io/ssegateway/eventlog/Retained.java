package io.ssegateway.eventlog;

/** An update that a log has, as far as must be known to drop it. */
public interface Retained {
    /** Its position. */
    Position position();

    /** Its approximate size in bytes. */
    long estimatedBytes();
}
