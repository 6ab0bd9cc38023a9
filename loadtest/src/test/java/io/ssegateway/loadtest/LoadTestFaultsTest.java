package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that lose, double or mix up messages, or refuse: a load finds each. */
class LoadTestFaultsTest extends LoadTestFixture {
    @Test
    void shouldFindADroppedMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 2 && number == 5 ? List.of() : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "4", "-m", "10", "--timeout", "2s")).isOne();
        }
        assertThat(row("published")).isEqualTo("6 of 10");
        assertThat(row("deliveries")).isEqualTo("23 of 24");
        assertThat(row("missing")).isEqualTo("1");
        assertThat(row("result")).isEqualTo("NOT CORRECT");
        assertThat(row("first fault")).isEqualTo("not all messages were delivered within 2 s");
    }

    @Test
    void shouldFindADuplicatedMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 2 && number == 5 ? List.of(data, data) : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "4", "-m", "10")).isOne();
        }
        assertThat(row("deliveries")).isEqualTo("41 of 40");
        assertThat(row("missing")).isEqualTo("0");
        assertThat(row("duplicated")).isEqualTo("1");
    }

    @Test
    void shouldFindTheLastMessageDuplicatedAfterAllElseIsDone() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 3 && number == 9 ? List.of(data, data) : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "4", "-m", "10")).isOne();
        }
        assertThat(row("duplicated")).isEqualTo("1");
    }

    @Test
    void shouldFindMessagesOutOfOrder() {
        try (FaultyServer server = new FaultyServer() {
            private String held = "";

            @Override
            List<String> deliveries(int stream, int number, String data) {
                if (stream != 1 || number < 5 || number > 6) {
                    return List.of(data);
                }
                if (number == 5) {
                    held = data;
                    return List.of();
                }
                return List.of(data, held);
            }
        }) {
            assertThat(run(server, "-n", "4", "-m", "10", "--in-flight", "2")).isOne();
        }
        assertThat(row("deliveries")).isEqualTo("40 of 40");
        assertThat(row("missing")).isEqualTo("0");
        assertThat(row("out of order")).isEqualTo("1");
    }

    @Test
    void shouldFindAStreamThatEndsEarlyAndNotWaitForIt() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 0 && number == 5
                        ? List.of(END)
                        : stream == 0 && number > 5 ? List.of() : List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "4", "-m", "10", "--timeout", "10m")).isOne();
        }
        assertThat(row("streams")).isEqualTo("4 of 4 opened, 3 open at the end");
        assertThat(row("published")).isEqualTo("6 of 10");
        assertThat(row("missing")).isEqualTo("1");
        assertThat(row("first fault")).isEqualTo("a stream was closed: the server ended it");
    }

    @Test
    void shouldFindAMessageThatWasNeverSent() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return List.of(data.replaceFirst(" 1 ", " 7 "));
            }
        }) {
            assertThat(run(server, "-n", "1", "-m", "2", "--size", "0")).isOne();
        }
        assertThat(row("first fault")).isEqualTo("a stream was closed: it got message 7, which was never sent");
    }

    @ParameterizedTest
    @CsvSource({"503,text/event-stream", "200,application/json"})
    void shouldRefuseAnAnswerThatIsNoStream(int status, String contentType) {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponse streamHead() {
                HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
                head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType).set(HttpHeaderNames.CONTENT_LENGTH, 0);
                return head;
            }
        }) {
            assertThat(run(server, "-n", "3", "-m", "1")).isOne();
        }
        assertThat(row("streams")).isEqualTo("0 of 3 opened, 0 open at the end");
        assertThat(row("published")).isEqualTo("0 of 1");
        assertThat(row("first fault"))
                .startsWith("a stream could not be opened: answered " + status)
                .endsWith("with content type " + contentType);
    }

    @Test
    void shouldStopWhenTheServerRefusesAMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponseStatus postStatus(int number) {
                return number == 2 ? HttpResponseStatus.TOO_MANY_REQUESTS : HttpResponseStatus.OK;
            }
        }) {
            assertThat(run(server, "-n", "1", "-m", "5", "--rate", "1000")).isOne();
        }
        assertThat(row("published")).isEqualTo("2 of 5");
        assertThat(row("first fault")).contains("message 2 could not be published", "429");
    }

    @Test
    void shouldFindAMessageOfAnotherTopic() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return List.of(data.replace(" 2 ", " 3 "));
            }
        }) {
            assertThat(execute(
                            "--url", server.url("/events"),
                            "--publish-url", server.url("/publish"),
                            "-n", "4",
                            "--topics", "4",
                            "--size", "0"))
                    .isOne();
        }
        assertThat(row("first fault"))
                .isEqualTo("a stream was closed: it got message 3 of a topic that it did not subscribe to");
    }

    @Test
    void shouldFindOtherContentThanWasSent() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return List.of(number == 3 && stream == 1 ? data.replace("xyz", "xyy") : data);
            }
        }) {
            assertThat(run(server, "-n", "2", "-m", "5")).isOne();
        }
        assertThat(row("first fault"))
                .isEqualTo("a stream was closed: the content of message 3 differs from what was sent");
    }

    @Test
    void shouldSayWhyNothingCouldBeOpened() {
        FaultyServer server = new FaultyServer();
        server.close();

        assertThat(run(server, "-n", "3", "-m", "1")).isOne();
        assertThat(row("first fault")).contains("a stream could not be opened", "refused");
    }
}
