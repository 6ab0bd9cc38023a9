package io.ssegateway.endpoint.example;

import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.http.Problem;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;

/** {@code /countdown/{from}}: counts down to 0, one {@code countdown} event each period; then the stream ends. */
public final class CountdownStream implements StreamSource {
    private final Duration period;

    /** A stream that takes one step each {@code period}. */
    public CountdownStream(Duration period) {
        this.period = period;
    }

    @Override
    public void open(EventStream stream) {
        String from = stream.parameters().path("from");
        if (!from.matches("[0-9]{1,4}")) {
            throw Problem.badRequest("A countdown starts at a whole number from 0 to 9999.");
        }
        count(stream, Integer.parseInt(from));
    }

    private void count(EventStream stream, int left) {
        stream.send(ServerSentEvent.builder().event("countdown").data("" + left).build());
        if (left == 0) {
            stream.end();
        } else {
            stream.schedule(period, () -> count(stream, left - 1));
        }
    }
}
