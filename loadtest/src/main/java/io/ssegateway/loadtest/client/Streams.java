package io.ssegateway.loadtest.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.loadtest.report.Deadline;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Opens the streams of a run, only so many at a time that the server's accept queue does not overflow. */
public final class Streams {

    private final EventLoopGroup loops;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Bootstrap bootstrap;
    private final InetSocketAddress address;
    private final IntFunction<URI> url;
    private final int first;
    private final List<? extends StreamReader> readers;
    private final AtomicInteger started = new AtomicInteger();

    /** One stream for each reader, all of the same address, on event loops of their own. */
    public Streams(URI url, List<? extends StreamReader> readers, int eventLoops) {
        this(stream -> url, readers, 0, eventLoops);
    }

    /**
     * One stream for each reader, on event loops of their own.
     *
     * @param url of the stream with that number among all of the run; all have one host and port
     * @param first the first stream's number
     */
    public Streams(IntFunction<URI> url, List<? extends StreamReader> readers, int first, int eventLoops) {
        this.url = url;
        this.address = Target.address(url.apply(first));
        this.first = first;
        this.readers = readers;
        this.loops = Transport.eventLoops(eventLoops);
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(Transport.channelType())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Transport.CONNECT_TIMEOUT_MILLIS);
    }

    /** Starts opening all streams, so many at a time, and returns at once: the readers are told how it goes. */
    public void open(int connectsUnderWay) {
        for (int i = 0; i < connectsUnderWay; i++) {
            openNext();
        }
    }

    /**
     * Opens all streams and waits for them, each of which has a reader of that tally.
     *
     * @return false if not all could be opened in time; the tally then has a fault
     */
    public boolean open(int connectsUnderWay, Tally tally, Deadline deadline, String phase)
            throws InterruptedException {
        int wanted = readers.size();
        open(connectsUnderWay);
        if (!deadline.await(phase, tally::opened, wanted, () -> tally.opened() + tally.failed() >= wanted)) {
            tally.fault("not all streams were open within " + deadline.timeoutSeconds() + " s");
        }
        deadline.finish(phase, tally.opened(), wanted);
        return tally.opened() == wanted;
    }

    private void openNext() {
        int stream = started.getAndIncrement();
        if (stream >= readers.size()) {
            return;
        }
        StreamHandler handler = new StreamHandler(url.apply(first + stream), readers.get(stream), this::openNext);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new HttpClientCodec(), handler);
                    }
                })
                .connect(address, SourceAddress.of(address, first + stream))
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        readers.get(stream)
                                .failed(String.valueOf(connected.cause().getMessage()));
                        openNext();
                    }
                });
    }

    /**
     * Closes everything and waits for it; from then on what the readers have found may be read by any thread.
     *
     * @throws IllegalStateException if the event loops do not end in time
     */
    public void close() throws InterruptedException {
        started.set(readers.size());
        // Closed one by one, because a loop that is told to shut down while it runs a task may leave its channels open.
        channels.close().await(30, TimeUnit.SECONDS);
        Transport.shutDown(loops);
    }
}
