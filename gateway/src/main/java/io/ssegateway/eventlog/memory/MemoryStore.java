package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EntryStore;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.topic.Interest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Entries in the heap: a queue for each group of the retention policy, and the publishers' ids. Not thread-safe. */
final class MemoryStore implements EntryStore<Entry, RuntimeException> {
    private final RetentionPolicy policy;
    private final List<EntryQueue> groups;
    private final Map<String, Entry> publishersIds = new HashMap<>();

    /** @param birth everything before counts as dropped */
    MemoryStore(RetentionPolicy policy, Position birth) {
        this.policy = policy;
        this.groups = IntStream.range(0, policy.groups())
                .mapToObj(group -> new EntryQueue(birth))
                .toList();
    }

    /** The queues that may have what an interest asks for. */
    List<EntryQueue> queuesFor(Interest interest) {
        List<EntryQueue> queues = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            if (policy.mayHold(group, interest)) {
                queues.add(groups.get(group));
            }
        }
        return queues;
    }

    /** The entry of the update that was published with this id. */
    @Nullable
    Entry entry(String publishersId) {
        return publishersIds.get(publishersId);
    }

    @Override
    public @Nullable Position find(String publishersId) {
        Entry found = entry(publishersId);
        return found == null ? null : found.position();
    }

    @Override
    public Entry add(int group, Entry entry, @Nullable String publishersId) {
        groups.get(group).add(entry);
        if (publishersId != null) {
            publishersIds.put(publishersId, entry);
        }
        return entry;
    }

    @Override
    public @Nullable Entry oldest(int group) {
        return groups.get(group).oldest();
    }

    @Override
    public void drop(int group, Entry oldest) {
        groups.get(group).drop(oldest);
        publishersIds.remove(oldest.update().event().id(), oldest);
    }
}
