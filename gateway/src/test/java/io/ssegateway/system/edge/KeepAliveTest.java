package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests on one connection, however they are cut into packets. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class KeepAliveTest {
    @AutoClose
    private final RunningGateway gateway;

    KeepAliveTest(String transport) {
        gateway = RunningGateway.start("transport.type=" + transport);
    }

    private static String publishWithId(String id) {
        return Requests.post("/publish", "{\"topics\":[\"t\"],\"data\":\"x\",\"id\":\"" + id + "\"}");
    }

    /** What the answer to {@link #publishWithId} looks like. */
    private static String idsOf(String id) {
        return "\\{\"ids\":\\[\"" + id + "\"],\"positions\":\\[\"[0-9]+-[0-9]+\"]}";
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append(i % 7 == 3 ? Requests.get("/nothing") : publishWithId("id-" + i));
        }
        try (EventReader stream = gateway.subscribe("/events?topic=t");
                RawClient client = gateway.connect()) {
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                Answer answer = client.answer();
                if (i % 7 == 3) {
                    answer.isProblem(404);
                } else {
                    assertThat(answer.body()).matches(idsOf("id-" + i));
                    assertThat(stream.next().id()).isEqualTo("id-" + i);
                }
            }
        }
    }

    @Test
    void shouldTakeRequestsByteByByte() {
        try (RawClient client = gateway.connect()) {
            for (char c : (publishWithId("a") + publishWithId("b")).toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.answer().body()).matches(idsOf("a"));
            assertThat(client.answer().body()).matches(idsOf("b"));
        }
    }

    @Test
    void shouldTakeRequestsCutAnywhere() {
        String request = publishWithId("a");
        try (RawClient client = gateway.connect()) {
            for (int cut = 1; cut < request.length(); cut++) {
                client.send(request + request.substring(0, cut));
                // The first answer shows that the second request's beginning has been read alone.
                assertThat(client.answer().body()).matches(idsOf("a"));
                client.send(request.substring(cut));
                assertThat(client.answer().body()).matches(idsOf("a"));
            }
        }
    }

    @Test
    void shouldKeepHttp10ConnectionOnlyIfAsked() {
        String body = "{\"message\":1}";
        String request =
                "POST /broadcast HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
        try (RawClient client = gateway.connect()) {
            client.send(request + "\r\nConnection: keep-alive\r\n\r\n" + body);
            assertThat(client.answer().header("Connection")).isEqualTo("keep-alive");
            client.send(request + "\r\n\r\n" + body);
            assertThat(client.answer().announcesClose().status()).isEqualTo(200);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldNotObeyRequestsAfterTheLastOne() {
        double published = gateway.metric("sse_events_published_total");
        try (RawClient client = gateway.connect()) {
            client.send(Requests.post("/broadcast", "application/json", "{\"message\":1}", "Connection: close")
                    + publishWithId("late")
                    + Requests.get("/events"));
            assertThat(client.answer().announcesClose().status()).isEqualTo(200);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(published + 1);
    }

    @Test
    void shouldAnswerClientThatHasFinishedSending() {
        try (RawClient client = gateway.connect()) {
            client.send(publishWithId("a") + publishWithId("b")).finish();
            assertThat(client.answer().body()).matches(idsOf("a"));
            assertThat(client.answer().body()).matches(idsOf("b"));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldOpenStreamAfterOtherRequests() {
        try (RawClient client = gateway.connect()) {
            client.send(publishWithId("a") + publishWithId("b") + Requests.get("/events?topic=t"));
            assertThat(client.answer().body()).matches(idsOf("a"));
            assertThat(client.answer().body()).matches(idsOf("b"));
            EventReader stream = EventReader.of(client);
            assertThat(stream.nextData()).contains("welcome");
            gateway.exchange(publishWithId("c"));
            assertThat(stream.next().id()).isEqualTo("c");
        }
    }

    @Test
    void shouldIgnoreWhatFollowsRequestForStream() {
        try (RawClient client = gateway.connect()) {
            client.send(Requests.get("/events?topic=t") + publishWithId("pipelined") + "half a requ");
            EventReader stream = EventReader.of(client);
            assertThat(stream.nextData()).contains("welcome");
            client.send(publishWithId("later") + "\0\0garbage");
            gateway.exchange(publishWithId("real"));
            assertThat(stream.next().id()).isEqualTo("real");
        }
    }

    @Test
    void shouldNotReadFromClientThatDoesNotReadItsAnswers() throws IOException {
        ByteBuffer requests =
                ByteBuffer.wrap(Requests.get("/nothing").repeat(1000).getBytes(StandardCharsets.ISO_8859_1));
        long sent = 0;
        try (SocketChannel client = SocketChannel.open();
                Selector selector = Selector.open()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            client.connect(gateway.address());
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_WRITE);
            while (selector.select(1000) > 0) {
                selector.selectedKeys().clear();
                sent += client.write(requests);
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
                assertThat(sent).as("bytes of requests taken, no answer read").isLessThan(32_000_000);
            }
        }
    }
}
