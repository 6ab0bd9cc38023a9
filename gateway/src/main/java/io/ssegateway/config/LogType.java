package io.ssegateway.config;

/** Where the event log keeps its updates. */
public enum LogType {
    /** In the process's heap: fast, and gone when the process ends. */
    MEMORY
}
