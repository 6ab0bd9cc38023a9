package io.ssegateway.loadtest.client;

import io.ssegateway.protocol.sse.ServerSentEvent;
import java.util.Objects;

/**
 * Reads one stream into the {@link Tally}: a run's messages are checked one by one, all other events but positions are
 * counted, and a gap is a fault, as the server says itself that something is missing.
 */
public abstract class TalliedReader implements StreamReader {

    /** An event that moves the client's last event id and says nothing else; the server does not count it either. */
    private static final String POSITION = "position";

    private final MessageFormat format;
    private final Tally tally;
    private boolean done;

    public TalliedReader(MessageFormat format, Tally tally) {
        this.format = format;
        this.tally = tally;
    }

    public final Tally tally() {
        return tally;
    }

    @Override
    public void opened() {
        tally.streamOpened();
    }

    @Override
    public void received(int bytes) {
        tally.received(bytes);
    }

    @Override
    public void event(ServerSentEvent event) {
        String data = Objects.requireNonNull(event.data());
        Message message = format.find(data);
        if (message != null) {
            message(message);
            return;
        }
        if (POSITION.equals(event.event())) {
            return;
        }
        tally.otherEvent();
        if (Gap.is(event)) {
            tally.fault(Gap.explain(data));
            done();
        }
    }

    /** One of this run's messages; throws {@link IllegalArgumentException} if it was never sent. */
    protected abstract void message(Message message);

    /** The stream has every message, or will never have; only the first call counts. */
    public final void done() {
        if (!done) {
            done = true;
            tally.streamDone();
        }
    }

    @Override
    public void closed(String reason) {
        tally.streamClosed(reason);
        done();
    }

    @Override
    public void failed(String reason) {
        tally.streamFailed(reason);
        done();
    }
}
