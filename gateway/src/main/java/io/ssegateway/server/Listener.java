package io.ssegateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.config.ManagementConfig;
import io.ssegateway.config.ServerConfig;
import io.ssegateway.config.StreamConfig;
import io.ssegateway.config.TransportConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** One address that is listened on, by one socket or by one for each event loop. */
public final class Listener {
    private final List<Channel> sockets;

    private Listener(List<Channel> sockets) {
        this.sockets = sockets;
    }

    /**
     * What a listener needs.
     *
     * @param host where to listen
     * @param port 0 for any free one
     * @param backlog connections that may wait to be accepted
     * @param maxPendingBytes bytes that may wait in a connection before it becomes unwritable
     * @param socketPerLoop whether each event loop accepts for itself, where the transport can do that
     * @param sockets the kernel's part of a connection
     */
    public record Settings(
            String host, int port, int backlog, int maxPendingBytes, boolean socketPerLoop, SocketOptions sockets) {

        /** Those of the public listener. */
        public static Settings of(ServerConfig server, TransportConfig transport, StreamConfig streams) {
            return new Settings(
                    server.host(),
                    server.port(),
                    transport.backlog(),
                    streams.maxPendingBytes(),
                    transport.reusePort(),
                    SocketOptions.of(transport));
        }

        /** Those of the management listener. */
        public static Settings of(ManagementConfig management, TransportConfig transport, StreamConfig streams) {
            return new Settings(
                    management.host(),
                    management.port(),
                    transport.backlog(),
                    streams.maxPendingBytes(),
                    false,
                    SocketOptions.OF_THE_KERNEL);
        }
    }

    /**
     * Listens; returns when it does.
     *
     * @param accepts how many connections may be open
     * @throws IOException if the address cannot be bound, with a message that names it
     */
    public static Listener bind(
            Settings settings,
            Transport transport,
            EventLoopGroup loops,
            AcceptLimit accepts,
            ChannelInitializer<Channel> connections)
            throws IOException {
        InetSocketAddress address = address("cannot listen", settings.host(), settings.port());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .channel(transport.serverChannel())
                .handler(accepts)
                .childHandler(connections)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.maxPendingBytes() / 2, settings.maxPendingBytes()));
        settings.sockets().applyTo(bootstrap, transport);
        List<EventLoop> acceptors = eventLoops(loops);
        boolean socketPerLoop = settings.socketPerLoop() && transport.isEpoll() && acceptors.size() > 1;
        List<Channel> sockets = new ArrayList<>();
        try {
            if (!socketPerLoop) {
                sockets.add(bind(bootstrap.group(loops), address));
                return new Listener(sockets);
            }
            requireFree(address);
            for (EventLoop loop : acceptors) {
                // The first socket finds the port where any free one will do; the others join it.
                InetSocketAddress next = sockets.isEmpty() ? address : localAddress(sockets.get(0));
                sockets.add(bind(bootstrap.clone().group(loop).option(EpollChannelOption.SO_REUSEPORT, true), next));
            }
            return new Listener(sockets);
        } catch (IOException e) {
            sockets.forEach(Channel::close);
            throw new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + " (is another process listening there? choose other ports with --set server.port and"
                            + " management.port)",
                    e);
        }
    }

    /**
     * The address to listen on; a name is looked up.
     *
     * @param subject what the message begins with, such as the key of the host
     * @throws IOException if the name is unknown
     */
    public static InetSocketAddress address(String subject, String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(subject + ": the name " + host + " is unknown");
        }
        return address;
    }

    private static List<EventLoop> eventLoops(EventLoopGroup group) {
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor executor : group) {
            loops.add((EventLoop) executor);
        }
        return loops;
    }

    private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /**
     * Makes sure that no other process listens there. With SO_REUSEPORT the kernel would let a second gateway of the
     * same user join the port in silence, and each would get some of the connections.
     */
    private static void requireFree(InetSocketAddress address) throws IOException {
        if (address.getPort() != 0) {
            new ServerSocket(address.getPort(), 1, address.getAddress()).close();
        }
    }

    private static InetSocketAddress localAddress(Channel socket) {
        return (InetSocketAddress) socket.localAddress();
    }

    /** Where it listens, with the port that was found. */
    public InetSocketAddress address() {
        return localAddress(sockets.get(0));
    }

    /** The address as a URL. */
    public String url() {
        InetAddress host = address().getAddress();
        String literal = host.getHostAddress();
        return "http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":"
                + address().getPort();
    }

    /** Stops listening; open connections stay. */
    public void close() {
        sockets.forEach(socket -> socket.close().awaitUninterruptibly());
    }
}
