package io.ssegateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.ssegateway.config.TransportConfig;
import java.time.Duration;

/**
 * What the kernel may hold for a connection's slow peer, and for how long it believes in a silent one. Zero leaves a
 * question to the kernel.
 *
 * @param notSentLowat bytes that may wait unsent (TCP_NOTSENT_LOWAT); epoll alone can set it
 * @param sendBuffer   bytes that may wait, unsent or unacknowledged (SO_SNDBUF)
 * @param userTimeout  how long bytes may stay unacknowledged, or wait before a closed window, until the connection is given
 *                     up (TCP_USER_TIMEOUT); epoll alone can set it
 */
public record SocketOptions(int notSentLowat, int sendBuffer, Duration userTimeout) {

    /** Everything as the kernel has it. */
    public static final SocketOptions OF_THE_KERNEL = new SocketOptions(0, 0, Duration.ZERO);

    /** The options that the configuration asks for. */
    public static SocketOptions of(TransportConfig config) {
        return new SocketOptions(config.tcpNotsentLowat(), config.sendBuffer(), config.tcpUserTimeout());
    }

    /** Sets the options on each connection that will be accepted. */
    void applyTo(ServerBootstrap bootstrap, Transport transport) {
        if (sendBuffer > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, sendBuffer);
        }
        // Another transport would warn, for every connection, that it does not know these.
        if (notSentLowat > 0 && transport.isEpoll()) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) notSentLowat);
        }
        if (!userTimeout.isZero() && transport.isEpoll()) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(userTimeout.toMillis()));
        }
    }
}
