package io.ssegateway.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A few facts that gateways with the same log share besides it, by key. They are as durable as the log. Safe for use by
 * any thread; nothing blocks, stages may complete on any thread, and complete with an exception while the log cannot be
 * reached.
 */
public interface SharedTable {

    /**
     * Puts a fact, in place of an earlier one with this key.
     *
     * @param until when it expires, approximately; null for never
     */
    CompletionStage<Void> put(String key, String value, @Nullable Instant until);

    /**
     * Removes a fact; answers whether it was there: of several gateways that remove it at the same time, one is
     * answered so.
     */
    CompletionStage<Boolean> remove(String key);

    /** All facts, by key. */
    CompletionStage<Map<String, String>> all();
}
