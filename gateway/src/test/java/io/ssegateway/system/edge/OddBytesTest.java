package io.ssegateway.system.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that two readers could read in two ways: each fault is named, and nothing behind a fault of framing counts. */
@ExtendWith(NoWarnings.class)
class OddBytesTest {
    private static final String UPDATE = "{\"topics\":[\"t\"],\"data\":\"x\"}";

    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("limits.max-header-bytes=2000", "limits.max-body-bytes=100000");

    private static Arguments line(String line, String named) {
        return Arguments.of(400, line + "\r\nHost: a\r\n\r\n", named);
    }

    private static Arguments header(String header, String named) {
        return Arguments.of(400, "GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n", named);
    }

    private static Arguments framing(int status, String headers, String named) {
        return Arguments.of(status, post("HTTP/1.1") + headers + "\r\n\r\n", named);
    }

    private static Arguments chunks(String chunks, String named) {
        return Arguments.of(400, post("HTTP/1.1") + "Transfer-Encoding: chunked\r\n\r\n" + chunks, named);
    }

    private static String post(String version) {
        return "POST /publish " + version + "\r\nHost: a\r\nContent-Type: application/json\r\n";
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                line("GET /events http/1.1", "HTTP/1.1, HTTP/1.0, in upper case"),
                line("GET /events Http/1.0", "in upper case"),
                line("GET /events HTTP/1.10", "in upper case"),
                line("GET /events x HTTP/1.1", "in upper case"),
                line("GET /events", "in upper case"),
                line("GET /events HTTP/2.0", "HTTP/2.0"),
                line("GET  /events HTTP/1.1", "one space"),
                line("GET /events  HTTP/1.1", "one space"),
                line("GET\t/events HTTP/1.1", "one space"),
                line("GET /events\fHTTP/1.1", "one space"),
                line("GET /events\rx HTTP/1.1", "one space"),
                line("GET / HTTP/1.1\r\nA: b\nC: d", "line feed alone"),
                header("X : b", "a space before the colon"),
                header("X\t: b", "a space before the colon"),
                header(": b", "header name"),
                header("X(y): b", "header name"),
                header("\u00e4: b", "header name"),
                header("X: b\rc", "value of the header X"),
                header("X: b\0c", "value of the header X"),
                header("X: b\u007fc", "value of the header X"),
                header("nonsense", "header lines such as"),
                header("Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2", "WebSocket"),
                framing(400, "Content-Length: +5", "1 to 18 decimal digits"),
                framing(400, "Content-Length: -0", "1 to 18 decimal digits"),
                framing(400, "Content-Length: 0x5", "1 to 18 decimal digits"),
                framing(400, "Content-Length: 5 5", "1 to 18 decimal digits"),
                framing(400, "Content-Length: 5, 5", "1 to 18 decimal digits"),
                framing(400, "Content-Length: 5\r\n 5", "1 to 18 decimal digits"),
                framing(400, "Content-Length:", "1 to 18 decimal digits"),
                framing(400, "Content-Length: 9999999999999999999", "1 to 18 decimal digits"),
                framing(413, "Content-Length: 999999999999999999", "limits.max-body-bytes"),
                framing(400, "Content-Length: 5\r\nContent-Length: 5", "several Content-Length"),
                framing(400, "Content-Length: 5\r\nTransfer-Encoding: chunked", "send one of them"),
                framing(400, "Transfer-Encoding: chunked\r\nContent-Length: 5", "send one of them"),
                framing(501, "Transfer-Encoding: gzip, chunked", "gzip, chunked is not implemented"),
                framing(501, "Transfer-Encoding: identity,chunked", "not implemented"),
                framing(400, "Transfer-Encoding: gzip", "must end with chunked, once"),
                framing(400, "Transfer-Encoding: chunked, gzip", "must end with chunked, once"),
                framing(400, "Transfer-Encoding: chunked, chunked", "must end with chunked, once"),
                framing(400, "Transfer-Encoding: chunked,", "must end with chunked, once"),
                framing(400, "Transfer-Encoding: \"chunked\"", "must end with chunked, once"),
                framing(400, "Transfer-Encoding:", "must end with chunked, once"),
                framing(400, "Transfer-Encoding:\r\n chunked", "begins with a space"),
                framing(400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "several Transfer-Encoding"),
                Arguments.of(
                        400,
                        post("HTTP/1.0") + "Transfer-Encoding: chunked\r\n\r\n",
                        "HTTP/1.0 has no Transfer-Encoding"),
                Arguments.of(400, post("HTTP/1.0") + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", "several"),
                chunks("+5\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("-5\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("0x5\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks(" 5\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("5 \r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks(";x\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("80000000\r\nhello\r\n0\r\n\r\n", "hexadecimal digits"),
                chunks("5\nhello\r\n0\r\n\r\n", "chunk"),
                chunks("5;a\0\r\nhello\r\n0\r\n\r\n", "chunk extension"),
                chunks("4\r\nhello\r\n0\r\n\r\n", "as long as its size says"),
                chunks("5\r\nhello\n0\r\n\r\n", "as long as its size says"),
                chunks(("1;" + "x".repeat(500) + "\r\n \r\n").repeat(200), "far larger than the body"),
                chunks("0\r\nX : y\r\n\r\n", "not a valid HTTP/1.1 request"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameTheFaultAndClose(int status, String request, String named) {
        try (EventReader smuggled = gateway.subscribe("/events?topic=smuggled");
                RawClient client = gateway.connect()) {
            client.send(request + Requests.publish("smuggled", "x")).finish();
            client.answer().isProblem(status, named).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
            gateway.exchange(Requests.publish("smuggled", "end"));
            assertThat(smuggled.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldRefuseLongTrailers() {
        String request = post("HTTP/1.1") + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
        try (RawClient client = gateway.connect()) {
            client.send(request + "X: y\r\n".repeat(500) + "\r\n");
            client.answer().isProblem(431, "limits.max-header-bytes").announcesClose();
        }
    }

    /** One byte in each chunk is the most that a client of good will takes. */
    @Test
    void shouldTakeABodyInSmallChunks() {
        StringBuilder request = new StringBuilder(post("HTTP/1.1") + "Transfer-Encoding: chunked\r\n\r\n");
        for (char c : (UPDATE + " ".repeat(5_000)).toCharArray()) {
            request.append("1;a=b\r\n").append(c).append("\r\n");
        }
        assertThat(gateway.exchange(request + "0\r\n\r\n").status()).isEqualTo(200);
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("POST", "/publish#x", "%23"),
                Arguments.of("GET", "/events?topic=a#b", "%23"),
                Arguments.of("POST", "?a=://x/publish", "http://"),
                Arguments.of("POST", "x://y/publish", "http://"),
                Arguments.of("POST", "ftp://localhost/publish", "http://"),
                Arguments.of("POST", "http:/publish", "http://"),
                Arguments.of("POST", "http:///publish", "different hosts"),
                Arguments.of("POST", "http://a@localhost/publish", "host of the request target"),
                Arguments.of("POST", "publish", "http://"),
                Arguments.of("POST", "gateway:80", "http://"),
                Arguments.of("GET", "*", "* with OPTIONS"),
                Arguments.of("POST", "http://other/publish", "different hosts"),
                Arguments.of("POST", "http://localhost:8080/publish", "different hosts"),
                Arguments.of("POST", "/publish\u0001", "%01"),
                Arguments.of("POST", "/publish\0", "%00"),
                Arguments.of("POST", "/publish\u007f", "%7F"),
                Arguments.of("POST", "/publish?\u0080", "percent-encoded UTF-8"),
                Arguments.of("GET", "http://@localhost/events", "host of the request target"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldRefuseOtherTargets(String method, String target, String named) {
        String body = method.equals("POST") ? UPDATE : "";
        String request = Requests.post(target, body).replaceFirst("POST", method);
        gateway.exchange(request).isProblem(400, named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/publish",
                "/publish?",
                "/publish?a=://x/events",
                "/publish?{a}|\"<b>\\^`=1",
                "http://localhost/publish",
                "HTTP://LOCALHOST/publish?x",
                "http://localhost:80/publish",
                "https://localhost:443/publish"
            })
    void shouldTakeTargetsHoweverTheyAreWritten(String target) {
        assertThat(gateway.exchange(Requests.post(target, UPDATE)).status()).isEqualTo(200);
    }

    @Test
    void shouldTakeTheQueryOfAHostWithoutAPath() {
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("http://localhost?a=/publish").head().header("Content-Type"))
                    .startsWith("text/html");
        }
    }

    @Test
    void shouldSayWhatTheWholeServerTakes() {
        assertThat(gateway.exchange(Requests.request("OPTIONS", "*")).header("Allow"))
                .contains("GET", "HEAD", "POST", "OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void shouldRefuseWideJson(String charset) {
        for (String path : new String[] {"/publish", "/broadcast"}) {
            json(path, UPDATE.getBytes(Charset.forName(charset))).isProblem(400, "UTF-16 or UTF-32", "UTF-8");
            json(path, ("\uFEFF" + UPDATE).getBytes(Charset.forName(charset))).isProblem(400, "UTF-16 or UTF-32");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00c0\u00af",
                "\u00c1\u00bf",
                "\u00e0\u0080\u00af",
                "\u00f0\u0080\u0080\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00c3",
                "\u00ff",
                "\u0080"
            })
    void shouldRefuseJsonThatIsNotUtf8(String bytes) {
        String update = UPDATE.replace("\"t\"", "\"a" + bytes + "b\"");
        json("/publish", update.getBytes(ISO_8859_1)).isProblem(400, "not valid UTF-8; accepted: UTF-8");
        json("/broadcast", update.getBytes(ISO_8859_1)).isProblem(400, "UTF-8");
        gateway.exchange(Requests.post("/publish", "application/x-ndjson", UPDATE + "\n")
                        .replace("\"t\"", "\"" + bytes + "\"")
                        .replaceFirst("Content-Length: \\d+", "Content-Length: " + (UPDATE.length() + bytes.length())))
                .isProblem(400, "line 1", "UTF-8");
    }

    @Test
    void shouldPassOverAByteOrderMark() {
        assertThat(json("/publish", ("\uFEFF" + UPDATE).getBytes(UTF_8)).status())
                .isEqualTo(200);
        json("/publish", "\uFEFF".getBytes(UTF_8)).isProblem(400, "empty");
    }

    private static Answer json(String path, byte[] body) {
        return gateway.exchange(
                "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n" + new String(body, ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "GZIP", "identity, gzip", "x"})
    void shouldSayThatNoBodyMayBeCompressed(String coding) {
        for (String path : new String[] {"/publish", "/broadcast", "/.well-known/mercure"}) {
            Answer answer =
                    gateway.exchange(Requests.post(path, "application/json", UPDATE, "Content-Encoding: " + coding));
            answer.isProblem(415, "The Content-Encoding " + coding, "send the body without it");
            assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
        }
    }

    @Test
    void shouldTakeABodyThatSaysItIsNotCompressed() {
        String request = Requests.post("/publish", "application/json", UPDATE, "Content-Encoding: Identity");
        assertThat(gateway.exchange(request).status()).isEqualTo(200);
    }
}
