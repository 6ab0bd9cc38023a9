package io.ssegateway.http;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request's path and query say, decoded. Immutable. */
public final class Parameters {
    private final Map<String, String> path;
    private final Map<String, List<String>> query;

    Parameters(Map<String, String> path, Map<String, List<String>> query) {
        this.path = path;
        this.query = query;
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

    /** The names of all query parameters. */
    public Set<String> names() {
        return Collections.unmodifiableSet(query.keySet());
    }

    /** The same, without the query parameters whose names are such. */
    public Parameters without(Predicate<String> names) {
        Map<String, List<String>> others = new HashMap<>(query);
        others.keySet().removeIf(names);
        return new Parameters(path, others);
    }

    /** The same, with a form's fields after the query's parameters. */
    Parameters and(FormBody form) {
        Map<String, List<String>> all = new HashMap<>(query);
        form.names()
                .forEach(name -> all.merge(
                        name,
                        form.all(name),
                        (first, further) ->
                                Stream.concat(first.stream(), further.stream()).toList()));
        return new Parameters(path, all);
    }

    /** A query parameter's values, in their order; empty if it is absent. */
    public List<String> query(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** The values of all query parameters whose names pass a test. */
    public List<String> queryOf(Predicate<String> name) {
        return query.entrySet().stream()
                .filter(parameter -> name.test(parameter.getKey()))
                .flatMap(parameter -> parameter.getValue().stream())
                .toList();
    }

    /** A query parameter's first value; null if it is absent. */
    public @Nullable String first(String name) {
        List<String> values = query(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
