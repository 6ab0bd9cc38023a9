package io.ssegateway.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Is told of streams that open and close. Safe for use by any thread, event loops too: nothing blocks, and nothing is
 * thrown.
 */
@FunctionalInterface
public interface SubscriptionTracker {

    /** For a gateway that does not tell who is subscribed. */
    SubscriptionTracker NONE = (selectors, payload) -> () -> {};

    /**
     * A stream has opened.
     *
     * @param selectors the topic selectors that it asks for, as it has written them
     * @param payload what its token has for those who look at subscriptions; null for nothing; not changed any more
     * @return to be closed when the stream has
     */
    Tracked opened(List<String> selectors, @Nullable JsonNode payload);

    /** One stream. */
    @FunctionalInterface
    interface Tracked extends AutoCloseable {

        /** The stream has closed; may be called more than once. */
        @Override
        void close();
    }
}
