package io.ssegateway.loadtest.client;

import java.net.URI;

/**
 * Writes the JSON of messages to one topic, as {@code POST /publish} takes it.
 *
 * @param url to post to
 * @param topic fit for a JSON string and a URL as it is
 * @param format of the messages
 */
public record UpdateBody(URI url, String topic, MessageFormat format) {

    /** One update; topic and data are fit for a JSON string as they are. */
    public static String update(String topic, String data) {
        return "{\"topics\":[\"" + topic + "\"],\"data\":\"" + data + "\"}";
    }

    /**
     * Messages in one body.
     *
     * @param first the first one's number
     * @param step from one number to the next
     * @param count how many
     * @param sentNanos when their publishing began
     */
    public Post of(int first, int step, int count, long sentNanos) {
        StringBuilder body = new StringBuilder(count * (format.size() + 128)).append('[');
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "" : ",").append(update(topic, format.text(first + i * step, sentNanos)));
        }
        return Post.json(url, body.append(']').toString());
    }
}
