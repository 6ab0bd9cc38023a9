package io.ssegateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The way between two programs, such as a browser and a gateway, which a test can cut and mend. */
public final class Relay implements AutoCloseable {
    private final InetSocketAddress gateway;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int port;
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

    /** Ends all connections, and refuses new ones. */
    public void cut() throws IOException {
        listener.close();
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    /** Takes connections again. */
    public void mend() throws IOException {
        listener = listen(port);
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
        run(() -> pump(browser, toGateway));
        run(() -> pump(toGateway, browser));
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
    }
}
