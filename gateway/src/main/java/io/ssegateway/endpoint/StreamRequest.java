package io.ssegateway.endpoint;

import io.ssegateway.config.Durations;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Parameters;
import io.ssegateway.http.Problem;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What a client asks for that wants a stream of updates.
 *
 * @param interest    which updates
 * @param lastEventId behind which one; empty for the next one
 * @param throttle    the shortest time between two updates of a topic; zero: each as it comes
 */
public record StreamRequest(Interest interest, String lastEventId, Duration throttle) {
    private static final Interest BROADCASTS = Interest.in(Topic.BROADCAST);
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final List<String> LAST_EVENT_ID_PARAMETERS = List.of("lastEventID", "last_event_id", LAST_EVENT_ID);
    private static final Duration LONGEST_THROTTLE = Duration.ofHours(1);

    /**
     * Reads a request.
     *
     * @param maxTopics different topics that one stream may ask for
     * @throws Problem 400 with what is accepted
     */
    static StreamRequest of(Exchange exchange, int maxTopics) {
        return exchange.parameters().query("topic").isEmpty()
                ? request(exchange, BROADCASTS)
                : request(exchange, interest(exchange, maxTopics));
    }

    /** As {@link #of}, where a stream without topics is a mistake: 400. */
    public static StreamRequest ofTopics(Exchange exchange, int maxTopics) {
        if (exchange.parameters().query("topic").isEmpty()) {
            throw Problem.badRequest("The parameter topic is missing; give it once for each topic, URI template or *.");
        }
        return request(exchange, interest(exchange, maxTopics));
    }

    private static StreamRequest request(Exchange exchange, Interest interest) {
        Parameters parameters = exchange.parameters();
        return new StreamRequest(interest, lastEventId(exchange, parameters), throttle(parameters.query("throttle")));
    }

    private static Interest interest(Exchange exchange, int maxTopics) {
        List<String> texts = exchange.parameters().query("topic");
        Interest interest;
        try {
            interest =
                    new Interest(texts.stream().distinct().map(TopicMatcher::of).toList());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
        if (interest.size() > maxTopics) {
            throw Problem.badRequest("A stream may ask for at most " + maxTopics
                    + " topics (limits.max-topics-per-stream), this one asks for " + interest.size() + ".");
        }
        return interest;
    }

    /** A browser that reconnects repeats the parameters of its URL, but only the header has the last id that it has seen. */
    private static String lastEventId(Exchange exchange, Parameters parameters) {
        String header = exchange.header(LAST_EVENT_ID);
        if (header != null && !header.isEmpty()) {
            // Browsers send the id in UTF-8; HTTP's codec has made one character of each byte.
            return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        for (String name : LAST_EVENT_ID_PARAMETERS) {
            List<String> values = parameters.query(name);
            if (values.size() > 1) {
                throw Problem.badRequest(
                        "The parameter " + name + " is there " + values.size() + " times; send it once.");
            }
            if (!values.isEmpty() && !values.get(0).isEmpty()) {
                return checked(values.get(0));
            }
        }
        return "";
    }

    /** A stream begins with the id that it was asked for, and not everything that a query can carry has a form there. */
    private static String checked(String id) {
        try {
            ServerSentEvent.builder().id(id);
            return id;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The parameters " + String.join(", ", LAST_EVENT_ID_PARAMETERS)
                    + " are an event's id: one line without NUL.");
        }
    }

    private static Duration throttle(List<String> values) {
        if (values.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            Duration throttle = Durations.parse(values.get(0));
            if (throttle.compareTo(LONGEST_THROTTLE) <= 0) {
                return throttle;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same answer.
        }
        throw Problem.badRequest("The parameter throttle is a duration up to 1h, such as 500ms or 2s.");
    }
}
