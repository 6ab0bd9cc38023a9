package io.ssegateway.eventlog.partition;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one page of those of all partitions: their updates by the time when they were taken. Used once, by one thread.
 */
final class PageMerge {
    private record Candidate(int partition, Entry entry) {
        Position place() {
            return entry.position();
        }
    }

    private final List<Page> pages;
    private final Places end;
    private final Places reached;
    private final int limit;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Entry> taken = new ArrayList<>();

    /**
     * A merge of pages.
     *
     * @param pages one of each partition, read from {@code after}
     * @param end nothing after it is returned
     * @param limit updates at most
     */
    PageMerge(List<Page> pages, Places after, Places end, int limit) {
        this.pages = pages;
        this.reached = after;
        this.end = end;
        this.limit = limit;
    }

    Page page() {
        Position lost = passLosses();
        for (int i = 0; i < pages.size(); i++) {
            for (Entry entry : pages.get(i).entries()) {
                if (!entry.position().isAfter(end.get(i))) {
                    candidates.add(new Candidate(i, entry));
                }
            }
        }
        candidates.sort(Comparator.comparing(Candidate::place).thenComparing(Candidate::partition));
        int count = Math.min(limit, candidates.size());
        for (Candidate next : candidates.subList(0, count)) {
            reached.advance(next.partition(), next.place());
            taken.add(MergedTail.at(reached.toPosition(), next.entry().update()));
        }
        passRest(count);
        return new Page(taken, reached.toPosition(), lost);
    }

    /**
     * Advances past dropped updates, so that the loss is reported once; returns the newest loss. If a partition still
     * has older updates, the reader must get them first.
     */
    private @Nullable Position passLosses() {
        boolean any = false;
        Places lost = Places.of(reached.toPosition(), pages.size());
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            Position gone = page.lost();
            if (gone == null) {
                continue;
            }
            any = true;
            Position told = gone.meet(end.get(i));
            lost.advance(i, told);
            if (page.entries().isEmpty() || !gone.isAfter(page.entries().get(0).position())) {
                reached.advance(i, told);
            }
        }
        return any ? lost.toPosition() : null;
    }

    /** In partitions without remaining updates, advances to the end of what was examined. */
    private void passRest(int count) {
        boolean[] left = new boolean[pages.size()];
        for (Candidate next : candidates.subList(count, candidates.size())) {
            left[next.partition()] = true;
        }
        for (int i = 0; i < left.length; i++) {
            if (!left[i]) {
                reached.advance(i, pages.get(i).through().meet(end.get(i)));
            }
        }
    }
}
