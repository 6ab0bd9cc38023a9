package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that are no valid HTTP: answered once, then the connection ends, and nothing after them counts as a request.
 */
@ExtendWith(NoWarnings.class)
class MalformedRequestTest {
    private static final String PUBLISH = Requests.publish("smuggled", "x");

    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("limits.max-request-line-bytes=512", "limits.max-header-bytes=1024");

    static Stream<Arguments> malformed() {
        String post = "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
        return Stream.of(
                Arguments.of("garbage", "\u0001\u0002\u00ff\u00fe garbage\r\n\r\n"),
                Arguments.of("a NUL", "\0"),
                Arguments.of("NULs", "\0\0\0\0\r\n\r\n"),
                Arguments.of(
                        "a TLS ClientHello",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003random\r\n\r\n"),
                Arguments.of("the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("HTTP/2.0", "GET /events HTTP/2.0\r\nHost: a\r\n\r\n"),
                Arguments.of("another protocol", "GET /events RTSP/1.0\r\nHost: a\r\n\r\n"),
                Arguments.of("no version", "GET /events\r\n\r\n"),
                Arguments.of("a version of letters", "GET /events HTTP/x.y\r\nHost: a\r\n\r\n"),
                Arguments.of("no Host", "GET /events HTTP/1.1\r\n\r\n"),
                Arguments.of("two Hosts", "GET /events HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                Arguments.of("two Hosts in HTTP/1.0", "GET /events HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
                Arguments.of(
                        "a length and chunks",
                        post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "chunks and a length",
                        post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of("two lengths", post + "Content-Length: 0\r\nContent-Length: 2\r\n\r\n{}" + PUBLISH),
                Arguments.of("a list of lengths", post + "Content-Length: 0, 2\r\n\r\n{}" + PUBLISH),
                Arguments.of("a negative length", post + "Content-Length: -1\r\n\r\n" + PUBLISH),
                Arguments.of("a signed length", post + "Content-Length: +2\r\n\r\n{}" + PUBLISH),
                Arguments.of("a huge length", post + "Content-Length: 99999999999999999999\r\n\r\n" + PUBLISH),
                Arguments.of("a hexadecimal length", post + "Content-Length: 0x2\r\n\r\n{}" + PUBLISH),
                Arguments.of(
                        "chunks that are not last",
                        post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of("an unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "chunks twice",
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "chunks in HTTP/1.0",
                        "POST /publish HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a coding with a vertical tab",
                        post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of("a folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of("a blank before the colon", post + "Content-Length : 2\r\n\r\n{}" + PUBLISH),
                Arguments.of("a line without a colon", "GET /events HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
                Arguments.of("a header without a name", "GET /events HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
                Arguments.of("a first header line with a blank", "GET /events HTTP/1.1\r\n Host: a\r\n\r\n"),
                Arguments.of("a NUL in a header", "GET /events HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n"),
                Arguments.of("bare LFs", "GET /events HTTP/1.1\nHost: a\n\n"),
                Arguments.of("a bare LF after a header", "GET /events HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n"),
                Arguments.of("a bare CR in a header", "GET /events HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n"),
                Arguments.of("a bare CR in the request line", "GET /events\rx HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        "a chunk size over an int",
                        post + "Transfer-Encoding: chunked\r\n\r\nffffffff0\r\n{}\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a chunk size over a long",
                        post + "Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a negative chunk size",
                        post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of("no chunk size", post + "Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a chunk longer than its size",
                        post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a chunk that ends in LF",
                        post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\n0\r\n\r\n" + PUBLISH),
                Arguments.of(
                        "a chunk size that ends in LF",
                        post + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n" + PUBLISH));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void shouldAnswerOnceAndClose(String what, String bytes) {
        double published = gateway.metric("sse_events_published_total");
        try (RawClient client = gateway.connect()) {
            client.send(bytes).finish();
            client.answer().isProblem(400).announcesClose();
            assertThat(client.readToEnd()).as("a second answer").isEmpty();
        }
        assertThat(gateway.metric("sse_events_published_total"))
                .as("events published by a smuggled request")
                .isEqualTo(published);
    }

    @Test
    void shouldRefuseLongRequestLine() {
        try (RawClient client = gateway.connect()) {
            client.get("/events?topic=" + "a".repeat(600));
            client.answer().isProblem(414, "limits.max-request-line-bytes").announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Long: %s\r\n", "Cookie: a=%s\r\nX: y\r\n"})
    void shouldRefuseLongHeader(String header) {
        try (RawClient client = gateway.connect()) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n" + header.formatted("a".repeat(1100)) + "\r\n");
            client.answer().isProblem(431, "limits.max-header-bytes").announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldRefuseManyHeadersAsSoonAsTheyAreTooMany() {
        try (RawClient client = gateway.connect()) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(300));
            client.answer().isProblem(431).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldRefuseLongRequestLineBeforeItEnds() {
        try (RawClient client = gateway.connect()) {
            client.send("GET /" + "a".repeat(5000));
            client.answer().isProblem(414).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://gateway/order-progress/1?x=y HTTP/1.1\r\nHost: gateway\r\n\r\n",
                "GET /order-progress/1 HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /order-progress/1 HTTP/1.2\r\nHost: gateway\r\n\r\n",
                "GET /order-progress/1 HTTP/1.1\r\nHost: gateway\r\nX-Folded: a\r\n b\r\n\r\n",
                "\r\nGET /order-progress/1 HTTP/1.1\r\nHost: gateway\r\n\r\n",
                "GET /order-progress/1 HTTP/1.1\r\nhOsT:gateway\t \r\nContent-Length: 0\r\n\r\n"
            })
    void shouldTakeUnusualButValidRequests(String request) {
        try (RawClient client = gateway.connect()) {
            assertThat(client.send(request).head().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldReadChunksWithExtensionsAndTrailers() {
        String answer = gateway.exchange("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0A;ext=\"a;b\"\r\n{\"topics\":\r\n"
                        + "12\r\n[\"t\"], \"data\": \"x\"\r\n1\r\n}\r\n0\r\nX-Trailer: y\r\n\r\n")
                .body();
        assertThat(answer).startsWith("{\"ids\":[\"");
    }
}
