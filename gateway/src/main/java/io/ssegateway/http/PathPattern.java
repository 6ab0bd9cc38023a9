package io.ssegateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route's path. A segment in braces, as in {@code /order-progress/{orderId}}, stands for any one segment that is not
 * empty and gives it a name.
 */
final class PathPattern {
    private final String pattern;
    private final List<String> segments;
    private final boolean named;

    PathPattern(String pattern) {
        this.pattern = pattern;
        this.segments = split(pattern);
        this.named = pattern.contains("{");
    }

    /**
     * Matches a request's path, still percent-encoded.
     *
     * @return the named segments, decoded; null if the path is another one
     * @throws IllegalArgumentException if a named segment is badly encoded or not UTF-8
     */
    @Nullable
    Map<String, String> match(String rawPath) {
        if (!named) {
            return pattern.equals(rawPath) ? Map.of() : null;
        }
        List<String> actual = split(rawPath);
        if (actual.size() != segments.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = segments.get(i);
            if (!expected.startsWith("{")) {
                if (!expected.equals(actual.get(i))) {
                    return null;
                }
            } else if (actual.get(i).isEmpty()) {
                return null;
            } else {
                // A plus is a plus in a path, a blank only in a query.
                String plain = actual.get(i).replace("+", "%2B");
                String bytes = QueryStringDecoder.decodeComponent(plain, StandardCharsets.ISO_8859_1);
                parameters.put(expected.substring(1, expected.length() - 1), Utf8Bytes.decode(bytes));
            }
        }
        return parameters;
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    @Override
    public String toString() {
        return pattern;
    }
}
