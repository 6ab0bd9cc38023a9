package io.ssegateway.catchup;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * Something that a stream gets later: a frame that others share, or an update of the log that is encoded only when it
 * is written. So what waits for a stream is a reference, not a copy.
 */
sealed interface Pending {

    /** What it is about; empty for a gap. */
    List<Topic> topics();

    /** Where its update stands in the log. */
    Position position();

    /** Its size on the wire, about, in bytes. */
    int size();

    /** The frame to be written. */
    RingFrame encoded();

    /** Whether it is a gap event instead of an update. */
    default boolean isGap() {
        return topics().isEmpty();
    }

    /**
     * A frame that others share.
     *
     * @param encoded the frame
     */
    record Shared(RingFrame encoded) implements Pending {

        @Override
        public List<Topic> topics() {
            return encoded.topics();
        }

        @Override
        public Position position() {
            return encoded.position();
        }

        @Override
        public int size() {
            return encoded.frame().length(true);
        }
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
        public Position position() {
            return entry.position();
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
