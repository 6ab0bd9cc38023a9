package io.ssegateway.eventlog.redis;

import io.ssegateway.cluster.SharedTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The facts that gateways share in Redis: a hash, and a sorted set with the expiry of each key, because a hash expires
 * only as a whole. Redis' clock decides, so keys expire for all nodes at the same time; the next use of the table
 * removes them.
 */
final class RedisTable implements SharedTable {

    /** Has a script run, as {@link Script#call} does. */
    interface Scripts {
        CompletionStage<List<Object>> call(Script script, List<String> keys, List<String> values);
    }

    private final Scripts scripts;
    private final List<String> keys;

    RedisTable(Scripts scripts, LogKeys keys, String name) {
        this.scripts = scripts;
        this.keys = List.of(keys.table(name), keys.tableUntil(name));
    }

    @Override
    public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
        String millis = until == null ? "" : Long.toString(until.toEpochMilli());
        return scripts.call(Script.TABLE_PUT, keys, List.of(key, value, millis)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return scripts.call(Script.TABLE_REMOVE, keys, List.of(key)).thenApply(answer -> (Long) answer.get(0) == 1);
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        return scripts.call(Script.TABLE_ALL, keys, List.of()).thenApply(RedisTable::map);
    }

    private static Map<String, String> map(List<Object> keysAndValues) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
            map.put((String) keysAndValues.get(i), (String) keysAndValues.get(i + 1));
        }
        return map;
    }
}
