package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.ssegateway.json.Json;

/**
 * An error answer, {@code application/problem+json} of RFC 9457. Thrown where the error is found, written by the
 * router. It has no stack trace, because it reports a client's error.
 */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient HttpResponseStatus status;
    private final transient HttpHeaders headers;

    /**
     * An error answer.
     *
     * @param detail a sentence that says what was wrong and what is accepted
     * @param header name and value of a further header, or nothing
     */
    public Problem(HttpResponseStatus status, String detail, CharSequence... header) {
        super(detail, null, false, false);
        this.status = status;
        this.headers = new ReadOnlyHttpHeaders(true, header);
    }

    public static Problem badRequest(String detail) {
        return new Problem(HttpResponseStatus.BAD_REQUEST, detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(HttpResponseStatus.NOT_FOUND, detail);
    }

    /** 503 with the seconds after which to retry. */
    public static Problem unavailable(String detail, long retryAfterSeconds) {
        return new Problem(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                detail,
                HttpHeaderNames.RETRY_AFTER,
                Long.toString(retryAfterSeconds));
    }

    public HttpResponseStatus status() {
        return status;
    }

    /** Headers that belong to this answer, such as {@code Allow}. */
    public HttpHeaders headers() {
        return headers;
    }

    /** The body. */
    public byte[] toJson() {
        return Json.bytes(Json.object()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", getMessage()));
    }
}
