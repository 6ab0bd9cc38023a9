package io.ssegateway.protocol.sse;

/**
 * Hears what an {@link SseDecoder} reads, in the order of the stream, on the thread that feeds the decoder. What it
 * throws passes through {@link SseDecoder#decode}, which has by then consumed the line in question and can be called
 * again.
 */
public interface SseListener {

    /**
     * A block with data ended.
     *
     * @param event its id is the stream's last event id, which an earlier block may have set, or null if that is empty;
     *     its data's line breaks are LF; it never has a retry, which {@link #onRetry} reports
     */
    void onEvent(ServerSentEvent event);

    /** A block without data ended and had an id, which is empty if the client is to forget the last one. */
    default void onLastEventId(String id) {}

    /** The stream set the reconnection time, in milliseconds. It counts from this line on, not from its block's end. */
    default void onRetry(long millis) {}

    /** A comment line, without its colon and one space after it. */
    default void onComment(String comment) {}
}
