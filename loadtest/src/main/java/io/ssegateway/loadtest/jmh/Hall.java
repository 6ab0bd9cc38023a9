package io.ssegateway.loadtest.jmh;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.topic.Interest;
import java.util.concurrent.TimeUnit;

/** The gateway's {@link Core} with streams into a {@link Sink} on one epoll event loop. */
final class Hall implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Core core = new Core();
    private final Sink.Opened sink;

    Hall(Sink sink) {
        this.sink = sink.open();
    }

    /** Opens a stream, and waits until it is live. */
    void open(Interest interest) {
        SinkChannel channel = sink.channel();
        channel.pipeline().addLast(core.handler());
        loops.register(channel).syncUninterruptibly();
        loop().submit(() -> core.add(channel, interest)).syncUninterruptibly();
    }

    EventLoop loop() {
        return loops.next();
    }

    Sink.Opened sink() {
        return sink;
    }

    EventLog log() {
        return core.log();
    }

    DeliveryCounter counter() {
        return core.counter();
    }

    @Override
    public void close() {
        core.close();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        sink.close();
    }
}
