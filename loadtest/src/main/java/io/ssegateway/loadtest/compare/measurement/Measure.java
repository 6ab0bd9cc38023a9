package io.ssegateway.loadtest.compare.measurement;

/** What is measured. */
public enum Measure {
    CPU_PER_DELIVERY("cpu_us_per_delivery", "CPU per delivery, µs"),
    CPU_PER_CONNECT("cpu_us_per_connect", "CPU per connect, µs"),
    P50("p50_ms", "latency p50, ms"),
    P99("p99_ms", "latency p99, ms"),
    P999("p999_ms", "latency p99.9, ms"),
    DELIVERIES_PER_SECOND("deliveries_per_second", "deliveries a second"),
    MEMORY_PER_STREAM("memory_bytes_per_stream", "memory per stream, bytes");

    private final String column;
    private final String title;

    Measure(String column, String title) {
        this.column = column;
        this.title = title;
    }

    /** Whether it says something as a multiple of another's. The baseline's memory may be next to nothing. */
    boolean hasRatio() {
        return this != MEMORY_PER_STREAM;
    }

    /** Its column in a CSV file. */
    public String column() {
        return column;
    }

    /** For people, with the unit. */
    public String title() {
        return title;
    }
}
