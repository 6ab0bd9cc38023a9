package io.ssegateway.loadtest.client;

import io.ssegateway.protocol.sse.ServerSentEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event by which the server says that a stream misses updates. */
public final class Gap {

    private static final String EVENT = "gap";
    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([a-z-]{1,40})\"");

    /** What bounds the server's log. */
    public static final String LOG_KEYS =
            "log.max-events, log.max-bytes or log.max-age, whichever is the tighter bound,";

    /** What may be wrong if the server passes updates over, or closes a stream. */
    public static final String TOO_SLOW = "if it was too slow for the server, publish less at once, or raise"
            + " slow-consumer.max-lag-bytes or slow-consumer.max-lag-age there";

    private Gap() {}

    public static boolean is(ServerSentEvent event) {
        return EVENT.equals(event.event());
    }

    /** What happened, and which keys of the server's configuration decide about it. */
    public static String explain(String data) {
        Matcher matcher = REASON.matcher(data);
        String reason = matcher.find() ? matcher.group(1) : "without a reason";
        String cause = "a stream was told of a gap (" + reason + ")";
        return switch (reason) {
            case "expired", "unknown-id" ->
                cause + ": the server's log could not hold what was published: raise " + LOG_KEYS + " there";
            case "skipped" -> cause + ": " + TOO_SLOW;
            default -> cause;
        };
    }
}
