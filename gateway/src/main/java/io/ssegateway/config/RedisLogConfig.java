package io.ssegateway.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log in Redis; used only for {@code log.type: redis}.
 *
 * @param uri the address of Redis, with user, password, TLS, Sentinel or cluster, as in {@code redis://127.0.0.1:6379}
 * @param caFile a PEM file with the certificates that sign Redis' own, for TLS; empty for those that the JVM trusts
 * @param stream the name of the Redis stream
 * @param timeout how long an answer may take before Redis counts as unreachable
 * @param streams the number of Redis streams over which topics are spread
 */
public record RedisLogConfig(String uri, String caFile, String stream, Duration timeout, int streams) {

    /** An event's id has a position in each: more would make ids of kilobytes. */
    private static final int MOST_STREAMS = 64;

    /** Up to the last {@code @}: a password may have one that is not encoded. */
    private static final Pattern CREDENTIALS = Pattern.compile("^([a-z-]+://)([^:/@]*:)?.*@");

    /** @throws ConfigException if a value is empty or out of range */
    public RedisLogConfig {
        Require.notEmpty("log.redis.uri", uri);
        Require.notEmpty("log.redis.stream", stream);
        Require.between("log.redis.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        Require.between("log.redis.streams", streams, 1, MOST_STREAMS);
    }

    /** The URI without its password, for logs and messages. */
    public String maskedUri() {
        Matcher credentials = CREDENTIALS.matcher(uri);
        if (!credentials.find()) {
            return uri;
        }
        String user = credentials.group(2);
        // Without a colon it is the password alone.
        return credentials.group(1) + (user == null ? "" : user) + "***@" + uri.substring(credentials.end());
    }

    @Override
    public String toString() {
        return "RedisLogConfig[uri=" + maskedUri() + ", caFile=" + caFile + ", stream=" + stream + ", timeout="
                + timeout + ", streams=" + streams + "]";
    }
}
