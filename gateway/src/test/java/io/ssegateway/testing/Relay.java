package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The way between two programs, such as a browser and a gateway, which a test can cut and mend, or clog. */
public final class Relay implements AutoCloseable {
    private static final int PIECE_BYTES = 8 * 1024;

    private final InetSocketAddress gateway;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int port;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Gate there = new Gate();
    private final Gate back = new Gate();
    private volatile Cuts cuts = new Cuts("", Set.of());
    private ServerSocket listener;

    private Relay(InetSocketAddress gateway) throws IOException {
        this.gateway = gateway;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    /** Opens a way to a gateway. */
    public static Relay to(InetSocketAddress gateway) throws IOException {
        return new Relay(gateway);
    }

    /** How the browser reaches the gateway. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** All that was sent to the gateway so far, over all connections, each byte one character. */
    public String sent() {
        return sent.toString(ISO_8859_1);
    }

    /** Ends all connections, and refuses new ones. */
    public void cut() throws IOException {
        refuse();
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    /** Refuses new connections; those that are open stay. */
    public void refuse() throws IOException {
        listener.close();
    }

    /**
     * Ends each connection that is open now as soon as the gateway sends this text: the browser gets the text and
     * nothing behind it.
     */
    public void cutBehind(String text) {
        cuts = new Cuts(text, sockets);
    }

    /** Takes connections again. */
    public void mend() throws IOException {
        listener = listen(port);
    }

    /**
     * From now on what the browser sends goes nowhere. Connections stay open and new ones are taken, as if the network
     * between had swallowed it. What is on its way waits for {@link #forward}.
     */
    public void holdRequests() {
        there.close();
    }

    /** As {@link #holdRequests}, with what the gateway sends. */
    public void holdAnswers() {
        back.close();
    }

    /** Hands everything on again, first what was held. */
    public void forward() {
        there.open();
        back.open();
    }

    private ServerSocket listen(int at) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        run(() -> {
            while (true) {
                join(socket.accept());
            }
        });
        return socket;
    }

    private void join(Socket browser) throws IOException {
        Socket toGateway = new Socket(gateway.getAddress(), gateway.getPort());
        sockets.add(browser);
        sockets.add(toGateway);
        run(() -> pump(browser, there, toGateway, sent));
        run(() -> pump(toGateway, back, browser, OutputStream.nullOutputStream()));
    }

    private void pump(Socket from, Gate gate, Socket to, OutputStream record) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE_BYTES];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                gate.pass();
                record.write(piece, 0, length);
                int end = cuts.end(from, piece, length);
                out.write(piece, 0, end < 0 ? length : end);
                if (end >= 0) {
                    return;
                }
            }
            gate.pass(); // An end is held as well as bytes are.
        }
    }

    /** Where connections end: each one's first piece with the text, which the gateway has to write at once. */
    private static final class Cuts {
        private final String text;
        private final Set<Socket> ways = ConcurrentHashMap.newKeySet();

        Cuts(String text, Collection<Socket> ways) {
            this.text = text;
            this.ways.addAll(ways);
        }

        /** How many bytes of this piece are the connection's last; negative if it goes on. */
        int end(Socket from, byte[] piece, int length) {
            int at = ways.contains(from) ? new String(piece, 0, length, ISO_8859_1).indexOf(text) : -1;
            return at >= 0 && ways.remove(from) ? at + text.length() : -1;
        }
    }

    /** Holds up who comes while it is closed. */
    private static final class Gate {
        private boolean closed;

        synchronized void close() {
            closed = true;
        }

        synchronized void open() {
            closed = false;
            notifyAll();
        }

        synchronized void pass() throws IOException {
            while (closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Somebody has closed it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        forward();
    }
}
