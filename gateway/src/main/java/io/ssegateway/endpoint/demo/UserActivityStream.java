package io.ssegateway.endpoint.demo;

import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * {@code /sse/user-activity}: every three seconds a {@code user-activity} event with the streams that are open on this
 * gateway and how many more or fewer they are than at the event before.
 */
public final class UserActivityStream implements StreamSource {
    private static final Duration PERIOD = Duration.ofSeconds(3);

    private final IntSupplier openStreams;

    /** A stream of the number from {@code openStreams}. */
    public UserActivityStream(IntSupplier openStreams) {
        this.openStreams = openStreams;
    }

    @Override
    public void open(EventStream stream) {
        Runnable tick = new Runnable() {
            private int before = -1;

            @Override
            public void run() {
                int now = openStreams.getAsInt();
                stream.send(event(now, before < 0 ? 0 : now - before));
                before = now;
            }
        };
        stream.schedule(Duration.ZERO, tick); // When this stream is open, and counted, itself.
        stream.scheduleEvery(PERIOD, tick);
    }

    private static ServerSentEvent event(int active, int change) {
        return ServerSentEvent.builder()
                .event("user-activity")
                .data(Json.text(Json.object()
                        .put("type", "user-activity")
                        .put("active", active)
                        .put("change", change)))
                .build();
    }
}
