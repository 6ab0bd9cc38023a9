package io.ssegateway.loadtest.client;

/**
 * Writes the JSON of messages to one topic, as {@code POST /publish} takes it.
 *
 * @param topic fit for a JSON string and a URL as it is
 * @param run   the messages' run
 * @param size  of each message's text in characters; more if it takes more to hold what is checked
 */
public record UpdateBody(String topic, String run, int size) {

    /**
     * Messages in one body.
     *
     * @param first     the first one's number
     * @param step      from one number to the next
     * @param count     how many
     * @param sentNanos when their publishing began
     */
    public String of(int first, int step, int count, long sentNanos) {
        StringBuilder body = new StringBuilder(count * (size + 128)).append('[');
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"topics\":[\"")
                    .append(topic)
                    .append("\"],\"data\":\"")
                    .append(new Message(run, first + i * step, sentNanos).text(size))
                    .append("\"}");
        }
        return body.append(']').toString();
    }
}
