package io.ssegateway.eventlog.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Reason;
import io.ssegateway.config.RedisLogConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;

/**
 * The address of a Redis, from the configuration; connects to nothing.
 *
 * @param uris the servers of a cluster to ask first; otherwise one
 * @param isCluster whether it is a cluster
 * @param ssl the authorities that may sign Redis' certificate
 * @param timeout how long a connection may take
 */
record RedisAddress(List<RedisURI> uris, boolean isCluster, SslOptions ssl, Duration timeout) {

    /**
     * @throws ConfigException if the URI is not valid, or the file has no certificates; the message never has a
     *     password
     */
    static RedisAddress of(RedisLogConfig config) {
        List<RedisURI> uris = parse(config);
        return new RedisAddress(uris, isCluster(config.uri()), ssl(config.caFile(), uris), config.timeout());
    }

    /** The driver reads the file again for each connection; this checks that it can. */
    private static SslOptions ssl(String caFile, List<RedisURI> uris) {
        if (caFile.isEmpty()) {
            return SslOptions.create();
        }
        if (!uris.stream().allMatch(RedisAddress::isTls)) {
            throw new ConfigException("log.redis.ca-file", "requires TLS in log.redis.uri, such as rediss://");
        }
        try (InputStream in = Files.newInputStream(Path.of(caFile))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw noCertificates(caFile, "it contains no certificate");
            }
        } catch (CertificateException e) {
            // Its message is for developers of parsers.
            throw noCertificates(caFile, "its content cannot be read as certificates");
        } catch (IOException | InvalidPathException e) {
            throw noCertificates(caFile, Reason.of(e));
        }
        return SslOptions.builder().trustManager(new File(caFile)).build();
    }

    private static ConfigException noCertificates(String caFile, String why) {
        return new ConfigException(
                "log.redis.ca-file", "must be a file with certificates in PEM, but is " + caFile + ": " + why);
    }

    private static boolean isTls(RedisURI uri) {
        return uri.isSsl() || uri.getSentinels().stream().anyMatch(RedisURI::isSsl);
    }

    private static List<RedisURI> parse(RedisLogConfig config) {
        try {
            // Lettuce knows a cluster by how it is called, not by a scheme.
            String uri = config.uri().replaceFirst("^(rediss?)-cluster:", "$1:");
            List<RedisURI> uris = isCluster(config.uri())
                    ? RedisClusterURIUtil.toRedisURIs(URI.create(uri))
                    : List.of(RedisURI.create(uri));
            for (RedisURI each : uris) {
                each.setTimeout(config.timeout());
                each.getSentinels().forEach(sentinel -> sentinel.setTimeout(config.timeout()));
            }
            return uris;
        } catch (IllegalArgumentException e) {
            // Its message has the whole URI.
            throw new ConfigException(
                    "log.redis.uri",
                    "must be redis://, rediss://, redis-sentinel://…#master or redis-cluster://, but is "
                            + config.maskedUri());
        }
    }

    private static boolean isCluster(String uri) {
        return uri.matches("rediss?-cluster://.*") || uri.matches("rediss?://([^/]*@)?[^/@]+,.*");
    }
}
