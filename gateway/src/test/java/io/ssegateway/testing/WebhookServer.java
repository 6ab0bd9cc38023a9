package io.ssegateway.testing;

import com.sun.net.httpserver.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An operator's service, on a port of the loopback address. */
public final class WebhookServer implements AutoCloseable {
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile WebServer server;
    private volatile HttpHandler handler = exchange -> WebServer.answer(exchange, 200, "{\"allow\":true}");

    public WebhookServer() {
        server = start(0);
        port = server.port();
    }

    private WebServer start(int at) {
        return WebServer.start(at, exchange -> {
            questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            handler.handle(exchange);
        });
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
        serve(exchange -> WebServer.answer(exchange, status, body));
    }

    public void stop() {
        server.close();
    }

    public void restart() {
        server = start(port);
    }

    @Override
    public void close() {
        stop();
    }
}
