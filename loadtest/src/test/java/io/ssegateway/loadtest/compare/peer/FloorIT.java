package io.ssegateway.loadtest.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a yardstick has to withstand, byte by byte. */
class FloorIT {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    private Path folder = Path.of("");

    private RunningPeer floor;
    private int port;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        floor = new FloorPeer(Programs.installed()).start(folder);
        URI url = floor.dialect().streamUrl(List.of());
        port = url.getPort();
    }

    @AfterEach
    void stop() {
        floor.close();
    }

    @Test
    void shouldServeRequestsThatArriveByteByByte() throws IOException {
        try (Socket subscriber = connect();
                Socket publisher = connect()) {
            for (byte part : bytes("GET /events HTTP/1.1\r\nHost: here\r\n\r\n")) {
                subscriber.getOutputStream().write(part);
            }
            expect(subscriber, HEAD);
            for (byte part : bytes(post("hello"))) {
                publisher.getOutputStream().write(part);
            }
            expect(publisher, OK);
            expect(subscriber, "d\r\ndata: hello\n\n\r\n");
        }
    }

    @Test
    void shouldServeRequestsThatArriveTogether() throws IOException {
        try (Socket subscriber = subscribe();
                Socket publisher = connect()) {
            publisher
                    .getOutputStream()
                    .write(bytes(post("a") + post("") + post("b") + "POST / HTTP/1.1\r\ncontent-le"));
            expect(publisher, OK + OK + OK);
            publisher.getOutputStream().write(bytes("ngth: 1\r\n\r\nc"));
            expect(publisher, OK);
            expect(
                    subscriber,
                    "9\r\ndata: a\n\n\r\n" + "8\r\ndata: \n\n\r\n" + "9\r\ndata: b\n\n\r\n" + "9\r\ndata: c\n\n\r\n");
        }
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws IOException {
        try (Socket subscriber = subscribe();
                Socket other = connect()) {
            other.getOutputStream().write(bytes("BREW / HTTP/1.1\r\n\r\n"));
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 400");
            publish("still here");
            expect(subscriber, "12\r\ndata: still here\n\n\r\n");
        }
    }

    @Test
    void shouldGoOnWithoutThoseWhoLeft() throws IOException {
        try (Socket first = subscribe();
                Socket last = subscribe()) {
            Socket middle = subscribe();
            middle.setSoLinger(true, 0);
            middle.close();
            for (int i = 0; i < 10; i++) {
                publish("x" + i);
                expect(first, "a\r\ndata: x" + i + "\n\n\r\n");
                expect(last, "a\r\ndata: x" + i + "\n\n\r\n");
            }
        }
    }

    @Test
    void shouldLoseNothingOfWhatASocketDoesNotTake() throws IOException {
        String large = "0123456789".repeat(5_000);
        String chunk = Integer.toHexString("data: \n\n".length() + large.length()) + "\r\ndata: " + large + "\n\n\r\n";
        try (Socket slow = subscribe()) {
            // More than a loopback socket's buffers take, less than the floor holds for one subscriber.
            int count = 120;
            for (int i = 0; i < count; i++) {
                publish(large);
            }
            for (int i = 0; i < count; i++) {
                expect(slow, chunk);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Socket subscribe() throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n"));
        expect(socket, HEAD);
        return socket;
    }

    private void publish(String body) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(post(body)));
            expect(socket, OK);
        }
    }

    private static String post(String body) {
        return "POST /publish HTTP/1.1\r\nHost: here\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void expect(Socket socket, String text) throws IOException {
        byte[] got = socket.getInputStream().readNBytes(text.length());
        assertThat(new String(got, StandardCharsets.ISO_8859_1)).isEqualTo(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
