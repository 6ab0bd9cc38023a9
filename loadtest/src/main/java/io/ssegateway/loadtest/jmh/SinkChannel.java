package io.ssegateway.loadtest.jmh;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import java.net.SocketAddress;

/**
 * A channel that takes everything that is written to it and keeps nothing. A write goes through its pipeline and
 * Netty's outbound buffer, as with the NIO transport.
 */
class SinkChannel extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final SocketAddress ADDRESS = new LocalAddress("sink");

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private volatile boolean open = true;

    SinkChannel() {
        super(null);
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("it is connected"));
            }
        };
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) {
        while (outbound.remove()) {
            // Each message is released with this.
        }
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    protected void doClose() {
        open = false;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return ADDRESS;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return ADDRESS;
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("it is connected");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBeginRead() {
        // Nothing ever comes.
    }
}
