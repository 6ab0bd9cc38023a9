package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpMethod;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.FormBody;
import io.ssegateway.http.KnownParameters;
import io.ssegateway.http.Parameters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The parameters of a request for a stream of updates: in its query and, with a method that has a body, in a form. */
public final class StreamParameters {
    /** Safe as GET, with a body as POST (draft-ietf-httpbis-safe-method-w-body). */
    public static final HttpMethod QUERY = HttpMethod.valueOf("QUERY");

    private static final String TOPIC = "topic";
    private static final String LAST_EVENT_ID = "lasteventid";
    private static final KnownParameters KNOWN =
            new KnownParameters(List.of(TOPIC, "lastEventId", "throttle", "authorization"), otherNames());

    private StreamParameters() {}

    /** What other hubs and libraries call a topic. A stream without one gets the broadcasts, and looks healthy. */
    private static Map<String, String> otherNames() {
        Map<String, String> names = new HashMap<>();
        for (String name : List.of(
                "topics",
                "channel",
                "channels",
                "match",
                "matches",
                "matcher",
                "matchers",
                "subscribe",
                "subscription",
                "subscriptions",
                "subject",
                "subjects",
                "stream",
                "streams",
                "event",
                "events",
                "eventtype",
                "eventtypes",
                "room",
                "rooms",
                "feed",
                "feeds")) {
            names.put(name, TOPIC);
        }
        // The Mercure protocol's drafts for 1.0.
        for (String kind : List.of("exact", "urlpattern", "uritemplate", "regexp", "cel")) {
            names.put("match" + kind, TOPIC);
        }
        return names;
    }

    /**
     * Adds the fields of a form to the parameters, after those of the query. To be called while the body is available.
     *
     * @throws io.ssegateway.http.Problem 415 if the body is no form, 400 if it is badly encoded
     */
    static void takeForm(Exchange exchange) {
        if (exchange.hasMethod(HttpMethod.POST) || exchange.hasMethod(QUERY)) {
            exchange.contentType(FormBody.TYPE);
            exchange.takeFields(FormBody.read(exchange.body()));
        }
    }

    /** @throws io.ssegateway.http.Problem 400 if there is one that was meant to be another */
    static void check(Parameters parameters) {
        KNOWN.check(parameters.without(StreamParameters::isLastEventId));
    }

    /** Of this one there are several spellings. */
    private static boolean isLastEventId(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT).equals(LAST_EVENT_ID);
    }
}
