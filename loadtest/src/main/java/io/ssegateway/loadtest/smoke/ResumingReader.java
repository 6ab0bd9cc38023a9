package io.ssegateway.loadtest.smoke;

import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.Message;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.TalliedReader;
import io.ssegateway.loadtest.client.Tally;
import io.ssegateway.protocol.sse.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/** Reads one stream over several connections: each goes on where the one before was cut. */
final class ResumingReader extends TalliedReader {

    private final MessageFormat format;
    private final DeliveryCheck check;
    private @Nullable String lastEventId;

    /** @param messages in all */
    ResumingReader(MessageFormat format, int messages, Tally tally) {
        this(format, new DeliveryCheck(messages), null, tally);
    }

    private ResumingReader(MessageFormat format, DeliveryCheck check, @Nullable String lastEventId, Tally tally) {
        super(format, tally);
        this.format = format;
        this.check = check;
        this.lastEventId = lastEventId;
    }

    /** The reader of the next connection; this one's must be closed. */
    ResumingReader next(Tally tally) {
        return new ResumingReader(format, check, lastEventId, tally);
    }

    @Override
    public void event(ServerSentEvent event) {
        super.event(event);
        lastEventId = event.id() == null ? lastEventId : event.id();
    }

    @Override
    protected void message(Message message) {
        tally().delivered();
        check.received(message.sequence());
        if (check.isComplete()) {
            done();
        }
    }

    /** Of the last event that came; null if there was none. */
    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    /** To be read when the connection is closed. */
    DeliveryCheck check() {
        return check;
    }
}
