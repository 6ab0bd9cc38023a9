package io.ssegateway.endpoint;

import io.netty.buffer.ByteBufUtil;
import io.ssegateway.eventlog.Position;
import io.ssegateway.hub.Hub;
import io.ssegateway.topic.ReservedTopics;
import io.ssegateway.topic.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of published fields, for every form of request. An {@link IllegalArgumentException} says what is not
 * accepted.
 */
public final class PublishedFields {
    /** Topics of one update. */
    public static final int MAX_TOPICS = 100;

    private static final int MAX_ID_BYTES = 1024;

    private PublishedFields() {}

    /** The topics of an update, each once. */
    public static List<Topic> topics(List<String> names) {
        if (names.size() > MAX_TOPICS) {
            throw new IllegalArgumentException("An update may have at most " + MAX_TOPICS + " topics.");
        }
        Set<Topic> topics = new LinkedHashSet<>();
        for (String name : names) {
            Topic topic = new Topic(name);
            if (ReservedTopics.contain(topic)) {
                throw new IllegalArgumentException("Topics with " + ReservedTopics.MERCURE + " or "
                        + ReservedTopics.GATEWAY + " in them are reserved for the gateway.");
            }
            topics.add(topic);
        }
        return List.copyOf(topics);
    }

    /**
     * An update's id.
     *
     * @param id what the publisher wants it to be
     */
    public static String id(String id) {
        if (id.isEmpty() || ByteBufUtil.utf8Bytes(id) > MAX_ID_BYTES) {
            throw new IllegalArgumentException("The field \"id\" must have 1 to " + MAX_ID_BYTES + " bytes of UTF-8.");
        }
        if (id.startsWith("#")) {
            throw new IllegalArgumentException("The field \"id\" must not begin with #.");
        }
        if (!fitsIntoAHeader(id)) {
            throw new IllegalArgumentException(
                    "The field \"id\" must not have control characters, or spaces at its ends: clients that resume"
                            + " send it in a header.");
        }
        // A client that resumes by such an id would be led to that position, not to this update.
        if (id.equals(Hub.EARLIEST) || Position.parse(id).isPresent()) {
            throw new IllegalArgumentException("The field \"id\" must not be \"" + Hub.EARLIEST
                    + "\" or numbers like 1795401643005-0, which are positions in the log; omit it to get"
                    + " such an id.");
        }
        return id;
    }

    /**
     * Whether a header can carry the id unchanged. With a control character every reconnect would be answered with 400.
     */
    private static boolean fitsIntoAHeader(String id) {
        return !id.startsWith(" ") && !id.endsWith(" ") && id.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
