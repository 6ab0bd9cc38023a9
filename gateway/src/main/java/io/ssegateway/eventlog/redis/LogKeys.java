package io.ssegateway.eventlog.redis;

import io.ssegateway.config.ConfigException;
import java.util.regex.Pattern;

/**
 * The names of a log's keys in Redis. All have one hash tag, so that they lie in one slot of a cluster and a script may
 * use them together.
 *
 * @param stream the stream of entries
 */
record LogKeys(String stream) {
    private static final Pattern TAGGED = Pattern.compile("[^{}]*\\{[^{}]+}[^{}]*");

    /** @throws ConfigException if the braces in the name are no hash tag */
    LogKeys {
        boolean braces = stream.indexOf('{') >= 0 || stream.indexOf('}') >= 0;
        if (braces && !TAGGED.matcher(stream).matches()) {
            throw new ConfigException("log.redis.stream", "may have braces only around one hash tag, as in a{b}c");
        }
    }

    /** The position of the newest entry, also of one that is trimmed. */
    String last() {
        return tagged() + ":last";
    }

    /** The position of the newest public entry, also of one that is trimmed, and that of the newest of all. */
    String lastPublic() {
        return tagged() + ":last-public";
    }

    /** The newest mark. */
    String mark() {
        return tagged() + ":mark";
    }

    /** The nodes, by when they are given up. */
    String nodes() {
        return tagged() + ":nodes";
    }

    /** What is known of each node. */
    String rows() {
        return tagged() + ":rows";
    }

    /** The position of the update with a publisher's id. */
    String id(String publishersId) {
        return tagged() + ":id:" + publishersId;
    }

    /** The values of a table, by key. */
    String table(String name) {
        return tagged() + ":table:" + name;
    }

    /** The keys of a table that are not forever, by when they are forgotten. */
    String tableUntil(String name) {
        return tagged() + ":table-until:" + name;
    }

    private String tagged() {
        return stream.indexOf('{') >= 0 ? stream : "{" + stream + "}";
    }
}
