package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Throwable get(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        return catchThrowable(() -> HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .join());
    }

    @Test
    void shouldSayWhatIsWrongWithAFile(@TempDir Path folder) {
        Path binary = folder.resolve("binary");

        assertThat(Reason.of(catchThrowable(() -> Files.readString(binary)))).isEqualTo("there is no such file");
        assertThat(Reason.of(catchThrowable(() -> Files.readString(folder)))).isEqualTo("it is a folder");
        assertThat(Reason.of(catchThrowable(() -> Path.of("\0")))).isEqualTo("this is not a valid file name");
        assertThat(Reason.of(catchThrowable(() -> {
                    Files.write(binary, new byte[] {(byte) 0xff});
                    Files.readString(binary);
                })))
                .isEqualTo("it is not UTF-8 text");
        assertThat(Reason.of(new AccessDeniedException("/etc/shadow")))
                .isEqualTo("the gateway's user lacks" + " permission");
        assertThat(Reason.of(new FileSystemException("/a", null, "Too many levels of symbolic links")))
                .isEqualTo("Too many levels of symbolic links");
    }

    @Test
    void shouldSayWhyAMachineIsNotReached() throws IOException {
        int port = unusedPort();

        assertThat(Reason.of(catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port))))
                .isEqualTo("nothing listens there");
        assertThat(Reason.of(get("http://127.0.0.1:" + port))).isEqualTo("nothing listens there");
        assertThat(Reason.of(get("http://nowhere.invalid"))).isEqualTo("the host name is unknown");
        assertThat(Reason.of(new ExecutionException(new TimeoutException()))).isEqualTo("no answer in time");
        assertThat(Reason.of(new ConnectException("Network is unreachable"))).isEqualTo("Network is unreachable");
        assertThat(Reason.of(new CompletionException(new ClosedChannelException())))
                .isEqualTo("the connection was closed");
    }

    @Test
    void shouldNameNoClass() {
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("it gave no reason");
        assertThat(Reason.of(new CompletionException(new IllegalStateException("WRONGPASS invalid password"))))
                .isEqualTo("WRONGPASS invalid password");
    }
}
