package io.ssegateway.revocation;

import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Instant;

/**
 * A topic selector that no stream may ask for. It covers a stream that asks for just this text, for a topic that it
 * matches, or by a template that matches it; a template also covers every template that may match the same. {@code *}
 * covers only itself: a stream of everything asks for no topic by name, and stays open.
 */
record RevokedTopic(TopicMatcher matcher, Topic text, Instant until) {

    static RevokedTopic of(Revocation revocation) {
        return new RevokedTopic(
                TopicMatchers.of(revocation.value()), new Topic(revocation.value()), revocation.until());
    }

    boolean covers(Interest interest) {
        if (matcher instanceof AnyTopic) {
            return interest.patterns().contains(matcher);
        }
        return interest.topics().contains(text)
                || interest.topics().stream().anyMatch(matcher::matches)
                || interest.patterns().stream().anyMatch(this::mayMeet);
    }

    /** Whether a template may match the revoked selector; true too often rather than evaded by another spelling. */
    private boolean mayMeet(TopicMatcher pattern) {
        return !(pattern instanceof AnyTopic)
                && (matcher instanceof ExactTopic
                        ? pattern.matches(text)
                        : matcher.mayMatchPrefix(pattern.literalPrefix()));
    }
}
