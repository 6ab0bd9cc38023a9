package io.ssegateway.endpoint.demo;

import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;

/** {@code /timer}: every second, how many seconds the stream has been open. */
public final class TimerStream implements StreamSource {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Override
    public void open(EventStream stream) {
        Runnable tick = new Runnable() {
            private int seconds;

            @Override
            public void run() {
                stream.send(event(seconds++));
            }
        };
        tick.run();
        stream.scheduleEvery(PERIOD, tick);
    }

    private static ServerSentEvent event(int seconds) {
        return ServerSentEvent.data(Json.text(Json.object()
                .put("type", "timer")
                .put("seconds", seconds)
                .put(
                        "message",
                        "This stream has been open for " + seconds + (seconds == 1 ? " second." : " seconds."))));
    }
}
