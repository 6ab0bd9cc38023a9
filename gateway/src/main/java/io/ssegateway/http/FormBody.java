package io.ssegateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A body of the type {@value #TYPE}, decoded as the URL standard says. Immutable. */
public final class FormBody {
    public static final String TYPE = "application/x-www-form-urlencoded";

    private final Map<String, List<String>> fields;

    private FormBody(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * @throws Problem 400 if it is not UTF-8 or has too many fields
     */
    public static FormBody read(InputStream body) {
        try {
            return new FormBody(UrlEncoded.parse(body.readAllBytes(), "body"));
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed to be read", e);
        }
    }

    /** The names of all fields. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** A field's values, in their order; empty if it is absent. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** Whether a field is there, with whatever value. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /**
     * A field's value; null if it is absent.
     *
     * @throws Problem 400 if it occurs more than once: readers of the first and readers of the last one would not agree
     */
    public @Nullable String only(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw Problem.badRequest("The field \"" + name + "\" appears " + values.size() + " times; send it once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
