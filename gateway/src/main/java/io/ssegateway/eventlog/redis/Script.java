package io.ssegateway.eventlog.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The atomic operations in Redis, written in Lua beside this class. Each new connection loads all scripts; then they
 * are called by digest.
 */
enum Script {
    APPEND,
    FIND,
    PAGE,
    REACH,
    HEARTBEAT,
    NODES,
    LEAVE,
    TABLE_PUT,
    TABLE_REMOVE,
    TABLE_ALL;

    private final String source;
    private final String digest;

    Script() {
        // Every script begins with what they share.
        this.source = read("last") + read(name().toLowerCase(Locale.ROOT));
        this.digest = Base16.digest(source.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException(name + ".lua is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads all scripts on the server of this key. */
    static CompletionStage<?> loadAll(Connection connection, String key) {
        return CompletableFuture.allOf(Stream.of(values())
                .map(script -> connection.load(script.source, key).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Calls a script that answers a list of texts and numbers. */
    CompletionStage<List<Object>> call(Connection connection, List<String> keys, List<String> values) {
        return connection
                .commands()
                .evalsha(digest, ScriptOutputType.MULTI, keys.toArray(String[]::new), values.toArray(String[]::new));
    }
}
