package io.ssegateway.endpoint.demo;

import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;
import java.time.InstantSource;

/** {@code /clock}: the time, every two seconds. */
public final class ClockStream implements StreamSource {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final InstantSource clock;

    /** A stream of the time of {@code clock}. */
    public ClockStream(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void open(EventStream stream) {
        Runnable tick = () -> stream.send(ServerSentEvent.data(Json.text(
                Json.object().put("type", "clock").put("time", clock.instant().toString()))));
        tick.run();
        stream.scheduleEvery(PERIOD, tick);
    }
}
