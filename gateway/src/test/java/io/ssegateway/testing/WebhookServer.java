package io.ssegateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An operator's service, on a port of the loopback address. */
public final class WebhookServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile HttpServer server;
    private volatile HttpHandler handler = exchange -> answer(exchange, 200, "{\"allow\":true}");

    public WebhookServer() throws IOException {
        server = start(0);
        port = server.getAddress().getPort();
    }

    private HttpServer start(int at) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        started.setExecutor(threads);
        started.createContext("/", exchange -> {
            questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            handler.handle(exchange);
        });
        started.start();
        return started;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/may?secret=x";
    }

    /** The bodies that it got. */
    public List<String> questions() {
        return questions;
    }

    public void serve(HttpHandler next) {
        handler = next;
    }

    public void serve(int status, String body) {
        serve(exchange -> answer(exchange, status, body));
    }

    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public void stop() {
        server.stop(0);
    }

    public void restart() throws IOException {
        server = start(port);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
