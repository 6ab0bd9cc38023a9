package io.ssegateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.ssegateway.config.TransportConfig;
import java.time.Duration;

/**
 * When the kernel passes a connection on, how much it may hold for a slow peer, and how long it waits for a silent one.
 * Zero means the kernel's default.
 *
 * @param deferAccept whether a connection is accepted only when its first bytes have come (TCP_DEFER_ACCEPT); epoll
 *     alone can do that
 * @param notSentLowat bytes that may wait unsent (TCP_NOTSENT_LOWAT); epoll alone can set it
 * @param sendBuffer bytes that may wait, unsent or unacknowledged (SO_SNDBUF)
 * @param userTimeout how long bytes may stay unacknowledged, or wait before a closed window, until the connection is
 *     given up (TCP_USER_TIMEOUT); epoll alone can set it
 */
public record SocketOptions(boolean deferAccept, int notSentLowat, int sendBuffer, Duration userTimeout) {

    // Linux' own numbers, with which Netty can set options on a listening socket that it knows only for connections.
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;
    private static final ChannelOption<Integer> KEEPALIVE = new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9);
    private static final ChannelOption<Integer> DEFER_ACCEPT =
            new IntegerUnixChannelOption("TCP_DEFER_ACCEPT", SOL_TCP, 9);
    private static final int DEFER_ACCEPT_SECONDS = 1;
    private static final ChannelOption<Integer> SEND_BUFFER = new IntegerUnixChannelOption("SO_SNDBUF", SOL_SOCKET, 7);
    private static final ChannelOption<Integer> NOTSENT_LOWAT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", SOL_TCP, 25);
    private static final ChannelOption<Integer> USER_TIMEOUT =
            new IntegerUnixChannelOption("TCP_USER_TIMEOUT", SOL_TCP, 18);

    /** Everything as the kernel has it. */
    public static final SocketOptions OF_THE_KERNEL = new SocketOptions(false, 0, 0, Duration.ZERO);

    /** The options that the configuration asks for. */
    public static SocketOptions of(TransportConfig config) {
        return new SocketOptions(
                config.deferAccept(), config.tcpNotsentLowat(), config.sendBuffer(), config.tcpUserTimeout());
    }

    /** Sees to it that each connection that will be accepted has the options. */
    void applyTo(ServerBootstrap bootstrap, Transport transport) {
        if (transport.isEpoll()) {
            // A connection inherits these from the socket that accepts it, which saves a system call each.
            bootstrap.option(KEEPALIVE, 1);
            if (deferAccept) {
                bootstrap.option(DEFER_ACCEPT, DEFER_ACCEPT_SECONDS);
            }
            if (sendBuffer > 0) {
                bootstrap.option(SEND_BUFFER, sendBuffer);
            }
            if (notSentLowat > 0) {
                bootstrap.option(NOTSENT_LOWAT, notSentLowat);
            }
            if (!userTimeout.isZero()) {
                bootstrap.option(USER_TIMEOUT, Math.toIntExact(userTimeout.toMillis()));
            }
        } else {
            bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
            if (sendBuffer > 0) {
                bootstrap.childOption(ChannelOption.SO_SNDBUF, sendBuffer);
            }
        }
    }
}
