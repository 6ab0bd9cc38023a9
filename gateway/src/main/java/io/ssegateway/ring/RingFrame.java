package io.ssegateway.ring;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * A frame and the position of its update in the log.
 *
 * @param position the cursor of a stream that has got it
 * @param topics what it is about; empty for a gap
 * @param isPrivate whether only streams with a grant for one of the topics get it
 * @param frame what goes over the wire
 */
public record RingFrame(Position position, List<Topic> topics, boolean isPrivate, Frame frame) {

    /** One that is not private. */
    public RingFrame(Position position, List<Topic> topics, Frame frame) {
        this(position, topics, false, frame);
    }

    /** Encodes an update of the log. */
    public static RingFrame of(Entry entry) {
        return new RingFrame(
                entry.position(),
                entry.update().topics(),
                entry.update().isPrivate(),
                Frame.of(entry.update().event()));
    }

    /** Whether it is a gap event instead of an update. */
    public boolean isGap() {
        return topics.isEmpty();
    }
}
