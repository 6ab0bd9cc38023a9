package io.ssegateway.index;

import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * The subscribers of one event loop that get the same bytes: they ask for the same and take them in the same form. What
 * a batch of updates has for them is worked out once for all of them.
 */
public final class Audience {

    /**
     * What an audience has in common.
     *
     * @param interest what it asks for
     * @param chunked whether it takes HTTP/1.1 chunks
     * @param throttled whether its members are throttled instead of live
     */
    public record Kind(Interest interest, boolean chunked, boolean throttled) {

        static Kind of(Subscriber subscriber) {
            return new Kind(subscriber.interest(), subscriber.chunked(), subscriber.throttleNanos() > 0);
        }
    }

    private final Kind kind;
    private final SubscriberList members = new SubscriberList(Subscriber::audienceSlot);
    /** Which frames of the current batch it gets: bit n is the n-th. */
    private long frames;
    /** Whether it was noted for the current private update. */
    private boolean noted;

    Audience(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public SubscriberList members() {
        return members;
    }

    /** Notes that it gets the batch's frame; the first time, that it has a part in the batch at all. */
    void take(int frame, List<Audience> touched) {
        if (frames == 0) {
            touched.add(this);
        }
        frames |= 1L << frame;
    }

    /** Notes that it wants the current private update; returns false if that was noted before. */
    boolean note() {
        boolean news = !noted;
        noted = true;
        return news;
    }

    /**
     * Whether it gets the private update to these topics that it was noted for.
     *
     * @param isWanted whether it is known that it wants it
     */
    boolean settle(List<Topic> topics, boolean isWanted) {
        noted = false;
        return isWanted ? kind.interest().isGranted(topics) : kind.interest().matches(topics, true);
    }

    /** The frames that it gets, as bits; the batch is over for it. */
    public long takeFrames() {
        long taken = frames;
        frames = 0;
        return taken;
    }
}
