package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same run as in one process, and the same faults found, with the streams in several. */
class ClientProcessesIT {

    private final Console console = new Console();

    @AfterEach
    void shouldLeaveNoProcessBehind() {
        assertThat(clientProcesses()).isEmpty();
    }

    @Test
    void shouldFindAllWellOverTopicsWithTheGateway() {
        try (RunningGateway gateway = new RunningGateway()) {
            assertThat(console.execute(
                            "--url", gateway.url() + "/events",
                            "--processes", "3",
                            "-n", "50",
                            "--topics", "7",
                            "--topics-per-stream", "3",
                            "--warmup", "20",
                            "-m", "70",
                            "--in-flight", "8"))
                    .as(console.out())
                    .isZero();
        }
        assertThat(console.row("streams")).isEqualTo("50 of 50 opened, 50 open at the end");
        assertThat(console.row("published")).isEqualTo("90 of 90, 20 of them to warm up");
        assertThat(console.row("deliveries")).matches("(\\d+) of \\1");
        assertThat(console.row("latency")).doesNotContain("max 0.000");
        assertThat(console.row("result")).isEqualTo("correct");
    }

    @Test
    void shouldAddUpWhatTheProcessesFound() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream % 2 == 0 && number == 3 ? List.of(data, data) : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "10", "-m", "5")).isOne();
        }
        assertThat(console.row("deliveries")).isEqualTo("55 of 50");
        assertThat(console.row("duplicated")).isEqualTo("5");
        assertThat(console.row("other events")).isEqualTo("10");
    }

    @Test
    void shouldFindALostMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 7 && number == 3 ? List.of() : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "10", "-m", "5", "--timeout", "15s")).isOne();
        }
        assertThat(console.row("missing")).isEqualTo("1");
        assertThat(console.row("first fault")).isEqualTo("not all messages were delivered within 15 s");
    }

    @Test
    void shouldTellOfAStreamThatWasCut() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return List.of(stream == 7 && number == 3 ? END : data);
            }
        }) {
            assertThat(run(server, "-n", "10", "-m", "50")).isOne();
        }
        assertThat(console.row("first fault")).isEqualTo("a stream was closed: the server ended it");
        assertThat(console.row("streams")).isEqualTo("10 of 10 opened, 9 open at the end");
    }

    @Test
    void shouldTellWhyStreamsDoNotOpen() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponse streamHead() {
                HttpResponse head =
                        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
                head.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
                return head;
            }
        }) {
            assertThat(run(server, "-n", "10", "-m", "5")).isOne();
        }
        assertThat(console.row("first fault")).startsWith("a stream could not be opened: answered 503");
    }

    @Test
    void shouldSayThatAClientProcessWasKilled() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                if (number == 3 && stream == 0) {
                    clientProcesses().get(0).destroyForcibly();
                }
                return List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "10", "-m", "10000")).isOne();
        }
        assertThat(console.row("first fault")).matches("client process \\d+ ended by itself with exit code 137");
        assertThat(console.row("result")).isEqualTo("NOT CORRECT");
        assertThat(console.row("missing")).isNotEqualTo("0");
    }

    private int run(FaultyServer server, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--url", server.url("/events"), "--publish-url", server.url("/broadcast"), "--processes", "2"));
        all.addAll(List.of(arguments));
        return console.execute(all.toArray(String[]::new));
    }

    /** This process starts no others. */
    private static List<ProcessHandle> clientProcesses() {
        return ProcessHandle.current().children().toList();
    }
}
