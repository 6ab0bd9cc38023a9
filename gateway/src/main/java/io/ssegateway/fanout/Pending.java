package io.ssegateway.fanout;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * Something that a stream gets later: a frame that others share, or an update of the log that is encoded only when it is
 * written. So what waits for a stream is a reference, not a copy.
 */
sealed interface Pending permits RingFrame, Pending.Unencoded {

    /** What it is about; empty for a gap. */
    List<Topic> topics();

    /** Its size on the wire, about, in bytes. */
    int size();

    /** The frame to be written. */
    RingFrame encoded();

    /** Whether it tells of a gap and is no update. */
    default boolean isGap() {
        return topics().isEmpty();
    }

    /**
     * An update of the log.
     *
     * @param entry the log's own object
     */
    record Unencoded(Entry entry) implements Pending {

        @Override
        public List<Topic> topics() {
            return entry.update().topics();
        }

        @Override
        public int size() {
            String data = entry.update().event().data();
            return data == null ? 0 : data.length();
        }

        @Override
        public RingFrame encoded() {
            return RingFrame.of(entry);
        }
    }
}
