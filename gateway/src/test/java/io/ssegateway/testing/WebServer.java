package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody else's server, such as an application or a webhook, on a port of the loopback address. */
public final class WebServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private WebServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
    }

    /** Starts one on a free port, which serves nothing yet. */
    public static WebServer start() {
        WebServer started = new WebServer(0);
        started.server.start();
        return started;
    }

    /** Starts one that answers everything from its first moment; on a free port if that is 0. */
    public static WebServer start(int port, HttpHandler handler) {
        WebServer started = new WebServer(port);
        started.serve("/", handler);
        started.server.start();
        return started;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where this path is, such as {@code http://127.0.0.1:8080/keys}. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Answers what comes to this path, and to those below it; one handler for each. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Answers everything with a page. */
    public void servePage(String html) {
        serve("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            answer(exchange, 200, html);
        });
    }

    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
