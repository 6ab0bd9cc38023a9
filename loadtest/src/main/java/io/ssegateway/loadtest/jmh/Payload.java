package io.ssegateway.loadtest.jmh;

import io.ssegateway.protocol.sse.ServerSentEvent;

/** The events to encode and decode, from a price tick to a whole document. */
public enum Payload {
    /** As most events are: about a hundred ASCII bytes of JSON. */
    SMALL("{\"type\":\"broadcast\",\"message\":\"price 42\",\"timestamp\":\"2026-01-01T00:00:00.000Z\"}"),
    /** 1 KiB in lines of 64 characters. */
    LINES_1K(("x".repeat(63) + "\n").repeat(16)),
    /** 64 KiB in one line, ASCII. */
    LINE_64K("x".repeat(64 * 1024)),
    /** About 64 KiB in UTF-8 in one line, every tenth character not ASCII. */
    MIXED_64K("price in \u20ac".repeat(5461));

    private final String data;

    Payload(String data) {
        this.data = data;
    }

    ServerSentEvent event() {
        return ServerSentEvent.builder()
                .id("1767225600000-42")
                .event("status")
                .data(data)
                .build();
    }
}
