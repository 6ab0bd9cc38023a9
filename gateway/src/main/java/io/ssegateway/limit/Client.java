package io.ssegateway.limit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.util.function.BooleanSupplier;

/**
 * Who some work is for. Safe for any thread.
 *
 * @param key what counts as one client, of {@link ClientAddress}
 * @param isGone whether nobody waits for the result any more
 */
public record Client(long key, BooleanSupplier isGone) {
    /** Linux' TCP_ESTABLISHED. */
    private static final int ESTABLISHED = 1;

    /** The one at the other end of a connection, until that is closed. */
    public static Client of(Channel connection) {
        return new Client(ClientAddress.key(connection.remoteAddress()), () -> hasLeft(connection));
    }

    /** While a request waits for its answer nothing is read, so the channel does not notice: epoll's can be asked. */
    private static boolean hasLeft(Channel connection) {
        if (!connection.isActive()) {
            return true;
        }
        if (!(connection instanceof EpollSocketChannel socket)) {
            return false;
        }
        try {
            EpollTcpInfo info = new EpollTcpInfo();
            socket.tcpInfo(info);
            return info.state() != ESTABLISHED;
        } catch (ChannelException e) {
            return true; // It has been closed meanwhile.
        }
    }
}
