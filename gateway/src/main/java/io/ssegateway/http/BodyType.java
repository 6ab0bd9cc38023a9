package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;

/** What a request says that its body is. */
final class BodyType {

    private BodyType() {}

    /**
     * The media type, without parameters and in lower case.
     *
     * @throws Problem 415 if it is none of the accepted ones, or the body is compressed
     */
    static String of(HttpMessage request, String... accepted) {
        checkContentCoding(request);
        CharSequence type = HttpUtil.getMimeType(request);
        for (String candidate : accepted) {
            if (type != null && candidate.contentEquals(type.toString().trim().toLowerCase(Locale.ROOT))) {
                return candidate;
            }
        }
        throw new Problem(
                HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                (type == null ? "The request has no Content-Type" : "The Content-Type " + type + " is not supported")
                        + "; accepted: " + String.join(", ", accepted) + ".",
                HttpHeaderNames.ACCEPT,
                String.join(", ", accepted));
    }

    /** Inflating would let a small body take much memory: publishers send large bodies uncompressed. */
    private static void checkContentCoding(HttpMessage request) {
        for (String coding : request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
            if (!coding.isEmpty() && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding)) {
                throw new Problem(
                        HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                        "The Content-Encoding " + coding + " is not supported; send the body without it.",
                        HttpHeaderNames.ACCEPT_ENCODING,
                        HttpHeaderValues.IDENTITY);
            }
        }
    }
}
