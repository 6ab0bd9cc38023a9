package io.ssegateway.loadtest.client;

/** Reads messages as they are published, and how long after. */
public final class LiveReader extends TalliedReader {

    private final DeliveryCheck check;

    /** @param limit messages there will be at most */
    public LiveReader(MessageFormat format, int limit, Tally tally) {
        super(format, tally);
        this.check = new DeliveryCheck(limit);
    }

    @Override
    protected void message(Message message) {
        tally().delivered(System.nanoTime() - message.sentNanos());
        check.received(message.sequence());
        if (check.isComplete()) {
            done();
        }
    }

    /** To be read when the stream is closed. */
    public DeliveryCheck check() {
        return check;
    }
}
