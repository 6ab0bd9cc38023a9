package io.ssegateway.http;

import java.util.Map;

/** Header lines as HTTP/1.1 has them on the wire, for heads that are written without HTTP's codec. */
public final class HeaderLines {

    private HeaderLines() {}

    /** Appends one line for each header. */
    public static void append(StringBuilder head, Iterable<Map.Entry<String, String>> headers) {
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
    }
}
