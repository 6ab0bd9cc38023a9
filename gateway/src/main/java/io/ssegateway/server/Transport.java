package io.ssegateway.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Reason;
import io.ssegateway.config.TransportType;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How sockets are driven.
 *
 * @param name as in {@code transport.type}
 * @param ioHandlers makes what drives an event loop
 * @param serverChannel the listening socket's class
 */
public record Transport(String name, IoHandlerFactory ioHandlers, Class<? extends ServerSocketChannel> serverChannel) {

    private static final Logger LOG = LogManager.getLogger();

    private static final String NIO = "nio";
    private static final String EPOLL = "epoll";

    /**
     * The transport that the configuration asks for; {@code auto} takes epoll where it loads.
     *
     * @throws ConfigException if it insists on epoll and that does not load
     */
    public static Transport of(TransportType type) {
        boolean epoll = type != TransportType.NIO && Epoll.isAvailable();
        if (type == TransportType.EPOLL && !epoll) {
            throw new ConfigException("transport.type", "epoll cannot be loaded (" + why() + "); set auto or nio");
        }
        if (type == TransportType.AUTO && !epoll && "Linux".equals(System.getProperty("os.name"))) {
            LOG.warn(
                    "epoll cannot be loaded ({}); using nio, which needs more CPU and ignores transport.reuse-port,"
                            + " defer-accept, tcp-notsent-lowat and tcp-user-timeout. Set transport.type: nio if this"
                            + " is intended",
                    why());
        }
        return epoll
                ? new Transport(EPOLL, EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
                : new Transport(NIO, NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    private static String why() {
        Throwable cause = Epoll.unavailabilityCause();
        return cause == null ? "no reason given" : Reason.of(cause);
    }

    /** Whether Linux's own socket options can be set, such as the one by which several sockets listen on one port. */
    boolean isEpoll() {
        return name.equals(EPOLL);
    }
}
