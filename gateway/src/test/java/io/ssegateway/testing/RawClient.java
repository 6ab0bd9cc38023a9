package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A socket and the little of HTTP that a test needs, so that it can send what no HTTP library would. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    private RawClient(InetSocketAddress server, @Nullable String source, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            if (source != null) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            }
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawClient connect(InetSocketAddress server) {
        return new RawClient(server, null, 0);
    }

    /** A client whose connection comes from another address of this machine, such as 127.0.0.2. */
    public static RawClient connectFrom(String source, InetSocketAddress server) {
        return new RawClient(server, source, 0);
    }

    /** A client whose kernel takes little that it does not read. */
    public static RawClient connectSmall(InetSocketAddress server) {
        return new RawClient(server, null, 2048);
    }

    /** Sends each character as one byte. */
    public RawClient send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawClient get(String path, String... headers) {
        return send(Requests.get(path, headers));
    }

    public RawClient post(String path, String json) {
        return send(Requests.post(path, json));
    }

    /** Where this client's connection comes from. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Reads one whole answer to a request other than HEAD. */
    public Answer answer() {
        Answer head = head();
        if (head.status() == 204) {
            return head;
        }
        String length = head.header("Content-Length");
        assertThat(length).as("a Content-Length in %s", head).isNotNull();
        return new Answer(head.status(), head.headers(), read(Integer.parseInt(String.valueOf(length))));
    }

    /** Reads a status line and header lines and leaves whatever follows. */
    public Answer head() {
        String statusLine = line();
        assertThat(statusLine).matches("HTTP/1\\.1 [1-5][0-9][0-9] .*");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            assertThat(colon).as(line).isPositive();
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 2));
        }
        return new Answer(Integer.parseInt(statusLine.substring(9, 12)), headers, "");
    }

    /**
     * Reads one HTTP/1.1 chunk, strictly: no extension, no superfluous zero, CRLF where it must be. Empty: the last
     * one.
     */
    public byte[] chunk() {
        String size = line();
        assertThat(size).matches("0|[1-9a-f][0-9a-f]*");
        byte[] payload = readBytes(Integer.parseInt(size, 16));
        assertThat(line()).as("what follows a chunk").isEmpty();
        return payload;
    }

    /** Reads up to a CRLF; a lone CR or LF before it fails. */
    public String line() {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = readByte();
            if (c == '\r') {
                assertThat(readByte()).isEqualTo('\n');
                return line.toString();
            }
            assertThat(c).as("a lone LF after %s", line).isNotEqualTo('\n');
            line.append((char) c);
        }
    }

    public String read(int length) {
        return new String(readBytes(length), ISO_8859_1);
    }

    /** Reads what is there, at least one byte; empty at the regular end. */
    public byte[] some() {
        try {
            byte[] bytes = new byte[4096];
            return Arrays.copyOf(bytes, Math.max(0, in.read(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] readBytes(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("after " + bytes.length + " of " + length + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int readByte() {
        return readBytes(1)[0] & 0xff;
    }

    /** Waits for the next byte, which is left, or for the regular end. */
    public boolean isAtEnd() {
        try {
            in.mark(1);
            boolean end = in.read() < 0;
            if (!end) {
                in.reset();
            }
            return end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the regular end of what the server sends; a reset fails. */
    public String readToEnd() {
        try {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server closes, by a regular end or a reset. */
    public void awaitClosed() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            // A reset is an end, too.
        }
    }

    /** Says that nothing more comes, and still reads. */
    public RawClient finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Aborts the connection: the server gets a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
