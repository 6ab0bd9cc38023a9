package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.json.Json;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.RingFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Updates that a stream does not get. Its client gets an event of the type {@value #EVENT} whose id is the position at
 * which the stream resumes, so that a client that reconnects after it does not get it again.
 *
 * @param reason why
 * @param requested the id that the client asked for, or the position it had
 * @param resumedFrom the stream resumes after this position
 * @param missed how many updates it does not get; null if unknown
 */
record Gap(
        GapReason reason,
        String requested,
        Position resumedFrom,
        @Nullable Long missed) {
    static final String EVENT = "gap";

    /** What the client gets. */
    RingFrame frame() {
        ObjectNode data = Json.object()
                .put("reason", reason.word())
                .put("requested", requested)
                .put("resumedFrom", resumedFrom.toString());
        if (missed != null) {
            data.put("missed", missed);
        }
        ServerSentEvent event = ServerSentEvent.builder()
                .event(EVENT)
                .id(resumedFrom.toString())
                .data(Json.text(data))
                .build();
        return new RingFrame(resumedFrom, List.of(), Frame.of(event));
    }
}
