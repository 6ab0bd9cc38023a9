package io.ssegateway.config;

/** When an update is accepted: it is acknowledged and delivered then, not earlier. */
public enum SqliteAcknowledge {
    /** The disk has it: it survives the loss of power. */
    SYNCED,
    /** The operating system has it: it survives the end of the process, however that comes. */
    WRITTEN
}
