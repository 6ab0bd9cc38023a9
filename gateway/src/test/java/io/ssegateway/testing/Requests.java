package io.ssegateway.testing;

import java.nio.charset.StandardCharsets;

/** Requests as text, one character for each byte. */
public final class Requests {

    private Requests() {}

    public static String get(String path, String... headers) {
        return request("GET", path, headers);
    }

    /** A request without a body. */
    public static String request(String method, String path, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    public static String post(String path, String json) {
        return post(path, "application/json", json);
    }

    /** A request with a body, which is sent in UTF-8. */
    public static String post(String path, String contentType, String text, String... headers) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + contentType + "\r\nContent-Length: " + body.length + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n")
                .append(new String(body, StandardCharsets.ISO_8859_1))
                .toString();
    }

    /** Publishes one text to one topic. */
    public static String publish(String topic, String data) {
        return post("/publish", "{\"topics\":[\"" + topic + "\"],\"data\":\"" + data + "\"}");
    }
}
