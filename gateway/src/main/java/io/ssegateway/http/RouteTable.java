package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of one listener. Immutable. */
public final class RouteTable {
    private record Entry(PathPattern path, Map<HttpMethod, Endpoint> endpoints) {}

    /**
     * A path that was found.
     *
     * @param pattern the route's pattern
     * @param parameters the named segments, decoded
     * @param endpoints by method
     */
    public record Match(String pattern, Map<String, String> parameters, Map<HttpMethod, Endpoint> endpoints) {

        /** What the {@code Allow} header says. */
        public String allow() {
            Set<String> methods = new LinkedHashSet<>();
            for (HttpMethod method : endpoints.keySet()) {
                methods.add(method.name());
                if (method.equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD.name());
                }
            }
            methods.add(HttpMethod.OPTIONS.name());
            return String.join(", ", methods);
        }

        /**
         * The endpoint for a method.
         *
         * @throws Problem 405 with {@code Allow}
         */
        Endpoint endpoint(HttpMethod method) {
            Endpoint endpoint = endpoints.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
            if (endpoint == null) {
                throw new Problem(
                        HttpResponseStatus.METHOD_NOT_ALLOWED,
                        "The method " + method + " is not allowed for " + pattern + "; accepted: " + allow() + ".",
                        HttpHeaderNames.ALLOW,
                        allow());
            }
            return endpoint;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** A table of these routes; if two patterns match a path, the first one is used. */
    public RouteTable(List<Route> routes) {
        Map<String, Entry> byPath = new LinkedHashMap<>();
        for (Route route : routes) {
            byPath.computeIfAbsent(route.path(), p -> new Entry(new PathPattern(p), new LinkedHashMap<>()))
                    .endpoints()
                    .put(route.method(), route.endpoint());
        }
        entries.addAll(byPath.values());
    }

    /** Which methods each path answers, besides HEAD and OPTIONS; in the order in which they are looked up. */
    public Map<String, Set<HttpMethod>> methods() {
        Map<String, Set<HttpMethod>> methods = new LinkedHashMap<>();
        entries.forEach(
                entry -> methods.put(entry.path().toString(), entry.endpoints().keySet()));
        return methods;
    }

    /**
     * Finds the route of a path; that of the whole server has the methods that there are.
     *
     * @throws Problem 404 with the paths there are, 400 if the path is badly encoded
     */
    Match find(String rawPath) {
        if (rawPath.equals(RequestTarget.SERVER)) {
            Map<HttpMethod, Endpoint> all = new LinkedHashMap<>();
            entries.forEach(entry -> all.putAll(entry.endpoints()));
            return new Match(RequestTarget.SERVER, Map.of(), all);
        }
        for (Entry entry : entries) {
            Map<String, String> parameters = match(entry.path(), rawPath);
            if (parameters != null) {
                return new Match(entry.path().toString(), parameters, entry.endpoints());
            }
        }
        List<String> paths =
                entries.stream().map(entry -> entry.path().toString()).toList();
        throw Problem.notFound("Nothing is at this path; the paths are: " + String.join(", ", paths) + ".");
    }

    private static @Nullable Map<String, String> match(PathPattern pattern, String rawPath) {
        try {
            return pattern.match(rawPath);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The path is not valid percent-encoded UTF-8.");
        }
    }
}
