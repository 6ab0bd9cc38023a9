package io.ssegateway.endpoint;

import io.ssegateway.stream.StreamStatus;
import io.ssegateway.stream.Subscriber;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the inspector's list may be sorted: what an operator looks for comes first. */
enum ConnectionOrder {
    /** Largest lag first. A cursor before the oldest frame in memory lags more than any other. */
    LAG {
        @Override
        long key(Subscriber stream, @Nullable StreamStatus status, long nowNanos) {
            if (status == null) {
                return 0;
            }
            return status.lagBytes() < 0 ? Long.MAX_VALUE : status.lagBytes();
        }
    },
    /** Most bytes written first. */
    BYTES {
        @Override
        long key(Subscriber stream, @Nullable StreamStatus status, long nowNanos) {
            return stream.writer().bytes();
        }
    },
    /** Longest open first. */
    SINCE {
        @Override
        long key(Subscriber stream, @Nullable StreamStatus status, long nowNanos) {
            return -stream.openedEpochMillis();
        }
    },
    /** Longest without a write first. */
    IDLE {
        @Override
        long key(Subscriber stream, @Nullable StreamStatus status, long nowNanos) {
            return nowNanos - stream.writer().lastWriteNanos();
        }
    };

    /**
     * A snapshot of a stream: the sort key must not change while the list is sorted.
     *
     * @param stream the stream
     * @param status its status; null for one that reads no topics
     * @param key the greater, the further up in the list
     */
    record Row(Subscriber stream, @Nullable StreamStatus status, long key) {
        static final Comparator<Row> FIRST_TO_LAST =
                Comparator.comparingLong(Row::key).reversed();
    }

    /** The words of the parameter, for a sentence. */
    static final String WORDS =
            Arrays.stream(values()).map(ConnectionOrder::word).collect(Collectors.joining(", "));

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of the parameter. */
    String word() {
        return word;
    }

    /** The greater, the further up in the list. */
    abstract long key(Subscriber stream, @Nullable StreamStatus status, long nowNanos);
}
