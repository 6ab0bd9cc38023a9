package io.ssegateway.loadtest;

import io.ssegateway.protocol.sse.ServerSentEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event by which the server says that a stream misses updates. */
final class Gap {

    private static final String EVENT = "gap";
    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([a-z-]{1,40})\"");

    private Gap() {}

    static boolean is(ServerSentEvent event) {
        return EVENT.equals(event.event());
    }

    /** What happened, and which keys of the server's configuration decide about it. */
    static String explain(String data) {
        Matcher matcher = REASON.matcher(data);
        String reason = matcher.find() ? matcher.group(1) : "without a reason";
        String cause = "a stream was told of a gap (" + reason + ")";
        return switch (reason) {
            case "expired", "unknown-id" -> cause + ": the server's log could not hold what was published: " + LOG_KEYS;
            case "skipped" ->
                cause
                        + ": it was too slow for the server: raise slow-consumer.max-lag-bytes or slow-consumer.max-lag-age there";
            default -> cause;
        };
    }

    /** What to do if the log is too small. */
    static final String LOG_KEYS = "raise log.max-events, log.max-bytes or log.max-age there";
}
