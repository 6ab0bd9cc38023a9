package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishCommandTest {

    private final Console console = new Console();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200})
    void shouldFindAllWellWithTheGateway(int subscribers) {
        String self = Long.toString(ProcessHandle.current().pid());
        try (RunningGateway gateway = new RunningGateway()) {
            assertThat(publish(
                            gateway.url(),
                            "--connections",
                            "8",
                            "--subscribers",
                            Integer.toString(subscribers),
                            "--pid",
                            self))
                    .as(console.out())
                    .isZero();
        }
        long published = published();
        assertThat(published).isPositive();
        assertThat(console.row("subscribers")).isEqualTo("%d, %1$d open at the end".formatted(subscribers));
        assertThat(console.row("deliveries")).isEqualTo("%d of %1$d".formatted(published * subscribers));
        assertThat(console.row("order")).isEqualTo("the same for all subscribers");
        assertThat(console.row("publish rate")).doesNotStartWith("0/s");
        assertThat(console.row("answer")).doesNotContain("max 0.000");
        assertThat(console.row("server CPU")).contains("µs per publish").doesNotContain(" 0.00 µs per publish");
        assertThat(console.row("result")).isEqualTo("correct");
    }

    @Test
    void shouldCountTheUpdatesOfABatchOneByOne() {
        List<String> got = new ArrayList<>();
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                got.add(data);
                return List.of(data);
            }
        }) {
            assertThat(publish(server.url(""), "--subscribers", "1", "--batch", "7", "--connections", "3"))
                    .isZero();
        }
        assertThat(published()).isEqualTo(got.size());
        assertThat(got.size() % 7).isZero();
        assertThat(got).allMatch(data -> data.length() == 100).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotGetAheadOfTheSubscribersByMoreThanTheWindow() {
        List<String> held = new ArrayList<>();
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                held.add(data);
                return List.of();
            }
        }) {
            assertThat(publish(
                            server.url(""),
                            "--subscribers",
                            "1",
                            "--window",
                            "5",
                            "--connections",
                            "1",
                            "--timeout",
                            "3s"))
                    .isOne();
        }
        assertThat(held).hasSize(5);
        assertThat(console.row("missing")).isEqualTo("5");
        assertThat(console.row("order")).isEqualTo("not known, as messages are missing");
        assertThat(console.row("first fault")).isEqualTo("not all messages were delivered within 3 s");
    }

    @Test
    void shouldFindSubscribersThatGetThePublishersMessagesInDifferentOrder() {
        try (FaultyServer server = new FaultyServer() {
            private final List<String> held = new ArrayList<>();

            /** The second stream gets the first two messages the other way round. */
            @Override
            List<String> deliveries(int stream, int number, String data) {
                if (stream != 1 || held.size() == 2) {
                    return List.of(data);
                }
                held.add(0, data);
                return held.size() == 1 ? List.of() : List.copyOf(held);
            }
        }) {
            assertThat(publish(server.url(""), "--subscribers", "2", "--connections", "2"))
                    .isOne();
        }
        assertThat(console.row("missing")).isEqualTo("0");
        assertThat(console.row("order")).isEqualTo("DIFFERS");
        assertThat(console.row("result")).isEqualTo("NOT CORRECT");
    }

    @Test
    void shouldFindAMessageThatWasDeliveredTwice() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return number == 5 ? List.of(data, data) : List.of(data);
            }
        }) {
            assertThat(publish(server.url(""), "--subscribers", "1")).isOne();
        }
        assertThat(console.row("duplicated")).isEqualTo("1");
    }

    @Test
    void shouldStopAtOnceWhenAStreamIsClosed() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 0 && number == 5
                        ? List.of(END)
                        : stream == 0 && number > 5 ? List.of() : List.of(data);
            }
        }) {
            assertThat(publish(server.url(""), "--subscribers", "2", "--seconds", "100"))
                    .isOne();
        }
        assertThat(console.row("subscribers")).isEqualTo("2, 1 open at the end");
        assertThat(console.row("first fault"))
                .startsWith("a stream was closed: the server ended it; if it was too slow for the server");
    }

    @Test
    void shouldStopAtOnceWhenTheServerRefusesAMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponseStatus postStatus(int number) {
                return number == 2 ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.OK;
            }
        }) {
            assertThat(publish(server.url(""), "--connections", "1", "--seconds", "100"))
                    .isOne();
        }
        assertThat(console.row("published")).isEqualTo("2 on 1 connections");
        assertThat(console.row("first fault")).startsWith("a message could not be published: answered 503");
    }

    @Test
    void shouldSayThatNobodyListens() {
        FaultyServer server = new FaultyServer();
        server.close();

        assertThat(publish(server.url(""))).isOne();
        assertThat(console.row("first fault"))
                .startsWith("a publisher could not connect: ")
                .contains("refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--connections 0|--connections must be from 1 to",
                "--subscribers -1|--subscribers must be from 0 to",
                "--batch 0|--batch must be from 1 to",
                "--batch 20 --window 10|--window must be 0 or at least --batch, but is 10",
                "--seconds 0|--seconds must be from 1 to",
                "--seconds 120 --timeout 2m|--timeout must be more than the 123.0 s that --warmup and --seconds take",
                "--publish-url http://192.0.2.1/|--publish-url: 192.0.2.1 is not this machine",
                "--hold 5s|Unknown option"
            })
    void shouldSayWhatIsWrongWithAnArgument(String arguments, String message) {
        assertThat(console.execute(("publish " + arguments).split(" ", -1))).isEqualTo(2);

        assertThat(console.err()).contains(message).hasLineCount(1);
        assertThat(console.out()).isEmpty();
    }

    private long published() {
        Matcher row = Pattern.compile("(\\d+) on \\d+ connections").matcher(console.row("published"));
        assertThat(row.matches()).isTrue();
        return Long.parseLong(row.group(1));
    }

    private int publish(String server, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--seconds", "1", "--warmup", "200ms"));
        for (int i = 0; i < arguments.length; i += 2) {
            int given = all.indexOf(arguments[i]);
            if (given >= 0) {
                all.set(given + 1, arguments[i + 1]);
            } else {
                all.addAll(List.of(arguments[i], arguments[i + 1]));
            }
        }
        return console.execute(server, "publish", all);
    }
}
