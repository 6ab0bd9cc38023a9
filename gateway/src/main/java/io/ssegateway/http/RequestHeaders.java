package io.ssegateway.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Checks a request's header lines as the decoder finds them: before they decide where the request ends, and before two
 * of them are merged. Each fault is a {@link Problem} with a sentence of its own.
 */
final class RequestHeaders extends DefaultHttpHeaders {
    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new RequestHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new RequestHeaders();
        }
    };

    /** A long has room for each of them. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** A line takes some 100 bytes of memory, however short it is on the wire. */
    private static final int MOST_LINES = 100;

    private RequestHeaders() {}

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        if (size() >= MOST_LINES) {
            throw new Problem(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "The request has more than " + MOST_LINES + " header lines.");
        }
        check(name, value.toString());
        return super.add(name, value);
    }

    private void check(CharSequence name, String value) {
        if (name.length() == 0 || HttpHeaderValidationUtil.validateToken(name) >= 0) {
            throw Problem.badRequest(
                    "A header name has an invalid character, such as a space before the colon; accepted: letters,"
                            + " digits and !#$%&'*+-.^_`|~.");
        }
        if (HttpHeaderValidationUtil.validateValidHeaderValue(value) >= 0) {
            throw Problem.badRequest(
                    "The value of the header " + name + " has a control character, or begins with a space.");
        }
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            checkLength(value);
        } else if (HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
            checkCoding(value);
        }
    }

    private void checkLength(String value) {
        if (!LENGTH.matcher(value).matches()) {
            throw Problem.badRequest("A Content-Length must be a number of bytes, 1 to 18 decimal digits.");
        }
        if (contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw Problem.badRequest("There are several Content-Length headers; accepted: one.");
        }
        if (contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            throw twoFramings();
        }
    }

    /** RFC 9112, sections 6.1 and 6.3: without a chunked coding at the end the end of the body is unknown. */
    private void checkCoding(String value) {
        if (contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw twoFramings();
        }
        if (HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(value)) {
            if (contains(HttpHeaderNames.TRANSFER_ENCODING)) {
                throw Problem.badRequest("There are several Transfer-Encoding headers; accepted: one, chunked.");
            }
            return;
        }
        int last = value.lastIndexOf(',');
        boolean endsChunked = last >= 0
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        value.substring(last + 1).trim())
                && !value.substring(0, last).toLowerCase(Locale.ROOT).contains("chunked");
        throw endsChunked
                ? new Problem(
                        HttpResponseStatus.NOT_IMPLEMENTED,
                        "The Transfer-Encoding " + value + " is not implemented; accepted: chunked.")
                : Problem.badRequest("A request's Transfer-Encoding must end with chunked, once; accepted: chunked.");
    }

    private static Problem twoFramings() {
        return Problem.badRequest("There are both a Content-Length and a Transfer-Encoding; send one of them.");
    }
}
