package io.ssegateway.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.ssegateway.config.TransportConfig;
import java.util.concurrent.TimeUnit;

/** The event loops: those that serve streams, and one for management, which answers while the others are busy. */
public final class EventLoops implements AutoCloseable {
    private static final long SHUTDOWN_SECONDS = 5;
    private static final long SHUTDOWN_QUIET_MILLIS = 100;

    private final int count;
    private final EventLoopGroup streams;
    private final EventLoopGroup management;

    /** As many as a configuration asks for. */
    public EventLoops(TransportConfig config, Transport transport) {
        count = count(config);
        streams = group("stream-loop", count, transport);
        try {
            management = group("management", 1, transport);
        } catch (RuntimeException e) {
            shutDown(streams).awaitUninterruptibly();
            throw e;
        }
    }

    /** How many serve streams by this configuration. */
    public static int count(TransportConfig config) {
        return config.eventLoops() == 0 ? Runtime.getRuntime().availableProcessors() : config.eventLoops();
    }

    private static EventLoopGroup group(String name, int loops, Transport transport) {
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory(name), transport.ioHandlers());
    }

    /** How many serve streams. */
    public int count() {
        return count;
    }

    /** Those that serve streams. */
    public EventLoopGroup streams() {
        return streams;
    }

    /** The one for management. */
    public EventLoopGroup management() {
        return management;
    }

    /**
     * Returns when the streams' loops have run all tasks up to now; a loop that shuts down closes its connections
     * first.
     */
    public void passOnce() {
        streams.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
    }

    /** Ends all loops and closes what connections they still have. Blocks until that is done. */
    @Override
    public void close() {
        Future<?> streamsDone = shutDown(streams);
        Future<?> managementDone = shutDown(management);
        streamsDone.awaitUninterruptibly();
        managementDone.awaitUninterruptibly();
    }

    /**
     * A loop closes the connections it still has when it turns once more after the call. Without a quiet period it may
     * end in the turn that it is in, and they would stay open.
     */
    private static Future<?> shutDown(EventLoopGroup loops) {
        return loops.shutdownGracefully(
                SHUTDOWN_QUIET_MILLIS, TimeUnit.SECONDS.toMillis(SHUTDOWN_SECONDS), TimeUnit.MILLISECONDS);
    }
}
