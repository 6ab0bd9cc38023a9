package io.ssegateway.endpoint.demo;

import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;

/**
 * {@code /sse/system-status}: every five seconds a {@code status} event with CPU load and memory of machine and JVM.
 */
public final class SystemStatusStream implements StreamSource {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final SystemStatus status;

    /** A stream that reads {@code status}. */
    public SystemStatusStream(SystemStatus status) {
        this.status = status;
    }

    @Override
    public void open(EventStream stream) {
        Runnable tick = () -> stream.send(ServerSentEvent.builder()
                .event("status")
                .data(Json.text(status.current()))
                .build());
        tick.run();
        stream.scheduleEvery(PERIOD, tick);
    }
}
