package io.ssegateway.eventlog.redis;

import io.ssegateway.config.Reason;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Checks once whether Redis is set to keep what it stores, and warns if not. Safe for any thread; never blocks. */
final class RedisAdvice {
    private static final Logger LOG = LogManager.getLogger();

    private static final Pattern NOT_APPENDING = Pattern.compile("(?m)^aof_enabled:0");
    private static final Pattern EVICTING = Pattern.compile("(?m)^maxmemory_policy:(?!noeviction)(\\S+)");

    private final AtomicBoolean hasLooked = new AtomicBoolean();

    /** Looks, if that has not happened yet. */
    void look(Connection connection) {
        if (!hasLooked.compareAndSet(false, true)) {
            return;
        }
        // Not CONFIG GET, which services that run Redis for others forbid.
        ask(
                connection.commands().info("persistence"),
                NOT_APPENDING,
                "Redis has appendonly no: acknowledged updates are lost when it restarts; set appendonly yes in"
                        + " redis.conf");
        ask(
                connection.commands().info("memory"),
                EVICTING,
                "Redis has maxmemory-policy {}: it may delete the log when its memory is full; set maxmemory-policy"
                        + " noeviction in redis.conf");
    }

    private static void ask(CompletionStage<String> section, Pattern wrong, String warning) {
        section.whenComplete((info, failure) -> {
            if (failure != null) {
                LOG.debug("The settings of Redis cannot be read: {}", Reason.of(failure)); // Its user may not ask.
                return;
            }
            Matcher matcher = wrong.matcher(info);
            if (matcher.find()) {
                LOG.warn(warning, matcher.groupCount() > 0 ? matcher.group(1) : "");
            }
        });
    }
}
