package io.ssegateway.eventlog.sqlite;

import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.sqlite.Readers.Read;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Facts in the log's file: changes go into the writer's transactions, with the updates that come at the same time. */
final class SqliteTable implements SharedTable {
    private final String name;
    private final Function<WriteTask<Boolean>, CompletionStage<Boolean>> writer;
    private final Function<Read<Map<String, String>>, CompletionStage<Map<String, String>>> readers;

    SqliteTable(
            String name,
            Function<WriteTask<Boolean>, CompletionStage<Boolean>> writer,
            Function<Read<Map<String, String>>, CompletionStage<Map<String, String>>> readers) {
        this.name = name;
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
        int length = key.length() + value.length();
        return writer.apply(WriteTask.change(session -> session.store().facts().put(name, key, value, until), length))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return writer.apply(WriteTask.change(session -> session.store().facts().remove(name, key), key.length()));
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        return readers.apply(reader -> reader.facts(name));
    }
}
