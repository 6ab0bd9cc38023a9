package io.ssegateway.testing;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/** Hands everything on to another log; a test overrides what it wants to be different. */
public abstract class ForwardingLog implements EventLog {
    /** Where everything goes. */
    protected final EventLog log;

    protected ForwardingLog(EventLog log) {
        this.log = log;
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        return log.append(update);
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        return log.read(after, interest, limit);
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return log.find(publishersId, reader);
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return log.reach(position);
    }

    @Override
    public void mark() {
        log.mark();
    }

    @Override
    public void tail(LogTail tail) {
        log.tail(tail);
    }

    @Override
    public Size size() {
        return log.size();
    }

    @Override
    public Optional<String> problem() {
        return log.problem();
    }

    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        return log.cluster(openStreams);
    }

    @Override
    public void close() {
        log.close();
    }
}
