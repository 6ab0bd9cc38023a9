package io.ssegateway.endpoint;

import io.ssegateway.config.Durations;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Parameters;
import io.ssegateway.http.Problem;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.List;

/**
 * A request for a stream of updates.
 *
 * @param interest which updates
 * @param lastEventIds after which one; none for the next one
 * @param throttle the shortest time between two updates of a topic; zero: each as it comes
 */
public record StreamRequest(Interest interest, LastEventIds lastEventIds, Duration throttle) {
    private static final Interest BROADCASTS = Interest.in(Topic.BROADCAST);
    private static final Duration LONGEST_THROTTLE = Duration.ofHours(1);

    /**
     * Reads a request.
     *
     * @param maxTopics different topics that one stream may ask for
     * @throws Problem 400 with what is accepted
     */
    static StreamRequest of(Exchange exchange, int maxTopics) {
        StreamParameters.check(exchange.parameters());
        return exchange.parameters().query("topic").isEmpty()
                ? request(exchange, BROADCASTS)
                : request(exchange, interest(exchange, maxTopics));
    }

    /** As {@link #of}, where a stream without topics is a mistake: 400. */
    public static StreamRequest ofTopics(Exchange exchange, int maxTopics) {
        StreamParameters.check(exchange.parameters());
        if (exchange.parameters().query("topic").isEmpty()) {
            throw Problem.badRequest("The parameter topic is missing; give it once for each topic, URI template or *.");
        }
        return request(exchange, interest(exchange, maxTopics));
    }

    private static StreamRequest request(Exchange exchange, Interest interest) {
        Parameters parameters = exchange.parameters();
        return new StreamRequest(interest, LastEventIds.of(exchange), throttle(parameters.query("throttle")));
    }

    private static Interest interest(Exchange exchange, int maxTopics) {
        List<String> texts = exchange.parameters().query("topic");
        Interest interest;
        try {
            interest = new Interest(
                    texts.stream().distinct().map(TopicMatchers::of).toList());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
        if (interest.size() > maxTopics) {
            throw Problem.badRequest("A stream may ask for at most " + maxTopics
                    + " topics (limits.max-topics-per-stream); this one asks for " + interest.size() + ".");
        }
        return interest;
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
        throw Problem.badRequest("The parameter throttle must be a duration of up to 1h, such as 500ms or 2s.");
    }
}
