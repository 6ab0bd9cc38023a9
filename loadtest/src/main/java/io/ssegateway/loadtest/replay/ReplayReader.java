package io.ssegateway.loadtest.replay;

import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.Gap;
import io.ssegateway.loadtest.client.Message;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.TalliedReader;
import io.ssegateway.loadtest.client.Tally;

/** Reads what was published before it opened. */
final class ReplayReader extends TalliedReader {

    private final DeliveryCheck check;
    private final int events;
    private boolean begun;

    /** @param events that there are to read */
    ReplayReader(MessageFormat format, int events, Tally tally) {
        super(format, tally);
        this.events = events;
        this.check = new DeliveryCheck(events);
    }

    @Override
    protected void message(Message message) {
        if (!begun) {
            begun = true;
            if (message.sequence() > 0) {
                tally().fault("the server's log kept only the last %d of %d updates: raise %s there"
                        .formatted(events - message.sequence(), events, Gap.LOG_KEYS));
            }
        }
        tally().delivered();
        check.received(message.sequence());
        if (message.sequence() == events - 1 || check.isComplete()) {
            done();
        }
    }

    @Override
    public void closed(String reason) {
        super.closed(reason + "; " + Gap.TOO_SLOW);
    }

    /** To be read when the stream is closed. */
    DeliveryCheck check() {
        return check;
    }
}
