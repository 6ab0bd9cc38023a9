package io.ssegateway.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gets the streams that open and close. Safe for use by any thread, including event loops: it never blocks or throws.
 */
@FunctionalInterface
public interface SubscriptionTracker {

    /** For a gateway without active subscriptions. */
    SubscriptionTracker NONE = (selectors, payload) -> () -> {};

    /**
     * A stream has opened.
     *
     * @param selectors the topic selectors that it asks for, as it has written them
     * @param payload what its token has for the documents of its subscriptions; null for nothing; never changed
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
