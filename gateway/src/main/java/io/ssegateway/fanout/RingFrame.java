package io.ssegateway.fanout;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * A frame and where its update stands in the log.
 *
 * @param position  the cursor of whoever has got it
 * @param topics    what it is about; empty for a gap
 * @param isPrivate whether only streams with a grant for one of the topics get it
 * @param frame     what goes over the wire
 */
record LoggedFrame(Position position, List<Topic> topics, boolean isPrivate, Frame frame) implements Pending {

    /** One that is not private. */
    LoggedFrame(Position position, List<Topic> topics, Frame frame) {
        this(position, topics, false, frame);
    }

    /** Encodes an update of the log. */
    static LoggedFrame of(Entry entry) {
        return new LoggedFrame(
                entry.position(),
                entry.update().topics(),
                entry.update().isPrivate(),
                Frame.of(entry.update().event()));
    }

    @Override
    public int size() {
        return frame.length(true);
    }

    @Override
    public LoggedFrame encoded() {
        return this;
    }
}
