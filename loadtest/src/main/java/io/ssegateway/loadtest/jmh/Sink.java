package io.ssegateway.loadtest.jmh;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What the streams of a benchmark are written to. */
public enum Sink {
    /** Takes the bytes as a socket would, without the kernel: what is left is the gateway's own work. */
    SOCKET,
    /**
     * A system call for each write: a datagram that the kernel takes, and drops at its other end. At most 65,507 bytes
     * each.
     */
    DATAGRAM,
    /**
     * Netty's pipeline and outbound buffer, without the kernel. Their objects (a view of the bytes) are allocated, too.
     */
    PIPELINE;

    /** One sink and what belongs to it. */
    static final class Opened implements AutoCloseable {
        private final Sink kind;
        private final List<Socket> sockets = new ArrayList<>();

        private Opened(Sink kind) {
            this.kind = kind;
            if (kind == SOCKET) {
                sockets.add(new SinkSocket());
            } else if (kind == DATAGRAM) {
                connect();
            }
        }

        private void connect() {
            Socket sender = Socket.newSocketDgram();
            Socket receiver = Socket.newSocketDgram();
            sockets.add(sender);
            sockets.add(receiver);
            try {
                receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                sender.connect(receiver.localAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A new channel into it. */
        SinkChannel channel() {
            return kind == PIPELINE ? new SinkChannel() : new SocketSinkChannel(socket());
        }

        /** Where its writes go; it has none if it is {@link #PIPELINE}. */
        Socket socket() {
            return sockets.get(0);
        }

        @Override
        public void close() {
            try {
                for (Socket socket : sockets) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Opened open() {
        return new Opened(this);
    }
}
