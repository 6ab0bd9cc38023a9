package io.ssegateway.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.RejectReason;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Shares the process's file descriptors out before the first one is used. Without a share of its own, one kind of
 * connection could take them all: then nothing is accepted any more, neither a publish nor a health check.
 *
 * @param descriptors what the process may open ({@code ulimit -n})
 * @param connections connections that may open streams
 * @param publishers connections over that cap, which may do anything else
 * @param refusals connections that are being sent away
 * @param management connections of the management listener
 */
public record DescriptorBudget(long descriptors, int connections, int publishers, int refusals, int management) {
    private static final Logger LOG = LogManager.getLogger();

    /** The log's files or its connections, jars that are not open yet, lookups of names. */
    private static final int LATER = 64;
    /** An epoll instance, two descriptors that wake it, and a listening socket. */
    private static final int PER_EVENT_LOOP = 4;
    /** Refusals and management get a sixteenth each, within these bounds. */
    private static final int PART = 16;

    private static final int FEWEST = 8;
    private static final int MOST_REFUSALS = 1024;
    private static final int MOST_MANAGEMENT = 128;
    /** Who has fewer descriptors than this has forgotten to raise the limit. */
    private static final int FEW_CONNECTIONS = 1000;
    /** Fewer connections serve nobody. */
    private static final int USELESS_CONNECTIONS = 16;

    /**
     * The shares of this process.
     *
     * @param eventLoops those that serve streams
     * @param outgoing connections that the gateway may open itself
     * @throws ConfigException if hardly any connection would fit
     */
    public static DescriptorBudget of(LimitsConfig limits, int eventLoops, int outgoing) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? of(limits, eventLoops, outgoing, unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : of(limits, eventLoops, outgoing, Integer.MAX_VALUE, 0);
    }

    static DescriptorBudget of(LimitsConfig limits, int eventLoops, int outgoing, long descriptors, long open) {
        int refusals = part(descriptors, MOST_REFUSALS);
        int management = part(descriptors, MOST_MANAGEMENT);
        // The management loop is one more.
        long others = open
                + LATER
                + PER_EVENT_LOOP * (eventLoops + 1L)
                + outgoing
                + refusals
                + management
                + limits.publisherReserve();
        long fit = descriptors - others;
        int wanted = limits.maxConnections();
        int needed = wanted == 0 ? USELESS_CONNECTIONS : Math.min(wanted, USELESS_CONNECTIONS);
        if (fit < needed) {
            throw new ConfigException(
                    "limits.max-connections",
                    String.format(
                            Locale.ROOT,
                            "the process may open %,d file descriptors and needs %,d besides connections, so %,d"
                                    + " connections fit; allow it at least %,d (ulimit -n, LimitNOFILE=), or lower"
                                    + " limits.publisher-reserve (%,d)",
                            descriptors,
                            others,
                            Math.max(0, fit),
                            others + FEW_CONNECTIONS,
                            limits.publisherReserve()));
        }
        int connections = (int) Math.min(wanted == 0 ? Integer.MAX_VALUE / 2 : wanted, fit);
        return new DescriptorBudget(descriptors, connections, limits.publisherReserve(), refusals, management);
    }

    private static int part(long descriptors, int most) {
        return (int) Math.max(FEWEST, Math.min(most, descriptors / PART));
    }

    /** Decides about the connections of the public listener. */
    public ConnectionLimiter limiter(LimitsConfig limits) {
        return new ConnectionLimiter(
                connections,
                limits.maxConnectionsPerAddress(),
                publishers,
                limits.acceptsPerSecond(),
                Ticker.systemTicker());
    }

    /**
     * How many connections of the public listener may be open, those that it refuses included. Says in the log what
     * fits.
     */
    public AcceptLimit publicListener(GatewayMetrics metrics) {
        LOG.info(this);
        return new AcceptLimit(
                connections + publishers + refusals, () -> metrics.rejected(RejectReason.MAX_CONNECTIONS));
    }

    /** How many connections of the management listener may be open. */
    public AcceptLimit managementListener() {
        AtomicLong refused = new AtomicLong();
        return new AcceptLimit(management, () -> {
            long count = refused.incrementAndGet();
            if (Long.bitCount(count) == 1) { // A flood of refusals must not become one of log lines.
                LOG.warn(
                        "All {} connections of the management listener are in use; rejected so far: {}",
                        management,
                        count);
            }
        });
    }

    /** What an operator should change; empty if that is nothing. */
    public Optional<String> warning(LimitsConfig limits) {
        int wanted = limits.maxConnections();
        if (wanted > connections) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "limits.max-connections is %,d, but only %,d connections fit into the %,d file descriptors of the"
                            + " process, which is now the limit; raise ulimit -n (LimitNOFILE=) or lower"
                            + " limits.max-connections",
                    wanted,
                    connections,
                    descriptors));
        }
        if (wanted == 0 && connections < FEW_CONNECTIONS) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Only %,d connections fit into the %,d file descriptors of the process: raise the limit (ulimit -n,"
                            + " LimitNOFILE=), or set limits.max-connections if this is intended",
                    connections,
                    descriptors));
        }
        return Optional.empty();
    }

    /** One sentence: what fits. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "The %,d file descriptors of the process (ulimit -n) are enough for %,d connections, %,d more that open"
                        + " no stream, %,d that are being rejected and %,d of management",
                descriptors,
                connections,
                publishers,
                refusals,
                management);
    }
}
