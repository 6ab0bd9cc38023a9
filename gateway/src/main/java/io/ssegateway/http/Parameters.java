package io.ssegateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a request's path and query say, decoded. Immutable. */
public final class Parameters {
    private static final int MOST = 1000;

    private final Map<String, String> path;
    private final Map<String, List<String>> query;

    private Parameters(Map<String, String> path, Map<String, List<String>> query) {
        this.path = path;
        this.query = query;
    }

    static Parameters of(Map<String, String> path, String uri) {
        Map<String, List<String>> query;
        try {
            // A semicolon is a character like others, as in a browser's URLSearchParams.
            query = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST + 1, true).parameters();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The query is badly percent-encoded.");
        }
        if (query.values().stream().mapToInt(List::size).sum() > MOST) {
            throw Problem.badRequest("The query has more than " + MOST + " parameters.");
        }
        return new Parameters(path, query);
    }

    /**
     * A segment of the path that the route's pattern names; not empty.
     *
     * @throws IllegalArgumentException if the pattern names no such segment
     */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route's path has no segment {" + name + "}");
        }
        return value;
    }

    /** A query parameter's values, in their order; empty if it is absent. */
    public List<String> query(String name) {
        return query.getOrDefault(name, List.of());
    }
}
