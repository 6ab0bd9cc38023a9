package io.ssegateway.testing;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * What one node has of a log that others append to as well: its tail is told when the test says so, and it shows
 * nothing else. Not thread-safe.
 */
public final class LateLog extends ForwardingLog {
    private final Queue<Entry> untold = new ArrayDeque<>();
    private final List<LogTail> tails = new ArrayList<>();
    private Position told;

    public LateLog(EventLog log) {
        super(log);
        told = Logs.tail(log, untold::add);
    }

    /** Tells so many entries more, or as many as there are. */
    public void deliver(int count) {
        for (int i = 0; i < count && !untold.isEmpty(); i++) {
            Entry next = untold.remove();
            tails.forEach(tail -> tail.appended(next));
            told = next.position();
        }
    }

    private void deliverThrough(Position position) {
        while (!told.covers(position)) {
            deliver(1);
        }
    }

    @Override
    public void tail(LogTail tail) {
        tail.begin(told);
        tails.add(tail);
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        return super.append(update).thenApply(appended -> {
            deliverThrough(appended.position());
            return appended;
        });
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return super.find(publishersId, reader).thenApply(found -> {
            found.ifPresent(this::deliverThrough);
            return found;
        });
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return super.reach(position).thenApply(reached -> {
            while (reached && !untold.isEmpty() && !told.covers(position)) {
                deliver(1);
            }
            return reached;
        });
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        Position end = told;
        return super.read(after, interest, limit)
                .thenApply(page -> new Page(
                        page.entries().stream()
                                .filter(entry -> !entry.position().isAfter(end))
                                .toList(),
                        older(page.through(), end),
                        page.lost() == null ? null : older(page.lost(), end)));
    }

    private static Position older(Position a, Position b) {
        return a.isAfter(b) ? b : a;
    }
}
