package io.ssegateway.config;

/** Where the event log keeps its updates. */
public enum LogType {
    /** In the process's heap: fast, and gone when the process ends. */
    MEMORY,
    /** In a local file: it survives the process. */
    SQLITE,
    /** In Redis: several gateways share it. */
    REDIS
}
