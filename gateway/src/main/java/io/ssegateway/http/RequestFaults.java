package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.InvalidChunkTerminationException;
import io.netty.handler.codec.http.InvalidLineSeparatorException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.TransferEncodingNotAllowedException;
import org.jspecify.annotations.Nullable;

/**
 * Errors of a request itself, whatever its target. After such an error nothing on the connection is trusted any more:
 * it ends with the answer.
 */
final class RequestFaults {

    private RequestFaults() {}

    /** The fault of a head whose body has not been read yet; null if it has none. */
    static @Nullable Problem of(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return of(head.decoderResult().cause());
        }
        HttpVersion version = head.protocolVersion();
        if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
            return Problem.badRequest("The protocol " + version + " is not supported; accepted: HTTP/1.1, HTTP/1.0.");
        }
        HttpHeaders headers = head.headers();
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && isHttp11(version))) {
            return Problem.badRequest("An HTTP/1.1 request must have exactly one Host header.");
        }
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
            // The decoder takes the next 8 bytes for a body that no header announces.
            return Problem.badRequest("WebSocket is not supported; accepted: HTTP/1.1, HTTP/1.0.");
        }
        return isHttp11(version) ? expectation(headers) : null;
    }

    private static boolean isHttp11(HttpVersion version) {
        return version.compareTo(HttpVersion.HTTP_1_1) >= 0;
    }

    /** RFC 9110, section 10.1.1: there is one expectation, and a client of HTTP/1.0 has none. */
    private static @Nullable Problem expectation(HttpHeaders headers) {
        for (String line : headers.getAll(HttpHeaderNames.EXPECT)) {
            for (String expectation : line.split(",", -1)) {
                if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation.trim())) {
                    return new Problem(
                            HttpResponseStatus.EXPECTATION_FAILED,
                            "The expectation \"" + expectation.trim() + "\" cannot be met; accepted: 100-continue.");
                }
            }
        }
        return null;
    }

    /** What the decoder found. */
    static Problem of(Throwable decoderFailure) {
        if (decoderFailure instanceof Problem problem) {
            return problem;
        }
        if (decoderFailure.getCause() instanceof Problem problem) {
            return problem;
        }
        if (decoderFailure instanceof TooLongHttpLineException) {
            return new Problem(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "The request line is longer than limits.max-request-line-bytes allows; POST /events takes topics"
                            + " as a form.");
        }
        if (decoderFailure instanceof TooLongHttpHeaderException) {
            return new Problem(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "The header lines are longer than limits.max-header-bytes allows.");
        }
        return Problem.badRequest(sentence(decoderFailure));
    }

    private static String sentence(Throwable decoderFailure) {
        if (decoderFailure instanceof TransferEncodingNotAllowedException) {
            return "HTTP/1.0 has no Transfer-Encoding; send a Content-Length.";
        }
        if (decoderFailure instanceof InvalidLineSeparatorException) {
            return "A line begins with a control character, or ends with a line feed alone; accepted: CR LF.";
        }
        if (decoderFailure instanceof InvalidChunkExtensionException) {
            return "A chunk's size ends with a line feed alone, or a chunk extension is not valid.";
        }
        if (decoderFailure instanceof InvalidChunkTerminationException) {
            return "A chunk is not as long as its size says, or does not end with CR LF.";
        }
        if (decoderFailure instanceof NumberFormatException) {
            return "A chunk's size is not a number of hexadecimal digits up to 7fffffff.";
        }
        return "This is not a valid HTTP/1.1 request: a line such as \"GET / HTTP/1.1\", header lines such as"
                + " \"Host: a\","
                + " and an empty line, each ended by CR LF.";
    }
}
