package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {

    private final Console console = new Console();

    @Test
    void shouldFindAllWellWithTheGateway() {
        try (RunningGateway gateway = new RunningGateway()) {
            assertThat(replay(gateway.url(), "--streams", "50", "--events", "1234", "--live-streams", "20"))
                    .isZero();
        }
        assertThat(console.row("history")).isEqualTo("1234 of 1234 published");
        assertThat(console.row("streams")).isEqualTo("50 of 50 open at the end");
        assertThat(console.row("replayed")).isEqualTo("61700 of 61700, 0 missing, 0 duplicated, 0 out of order");
        assertThat(console.row("replay rate")).contains("all had all after").doesNotStartWith("0 events/s");
        assertThat(console.row("live streams")).isEqualTo("20 of 20 open at the end");
        assertThat(console.row("live events")).contains("0 missing").doesNotStartWith("0 of");
        assertThat(console.row("live without")).doesNotContain("max 0.000");
        assertThat(console.row("result")).isEqualTo("correct");
        assertThat(console.err()).contains("publish: 1234 of 1234", "replay: 61700 of 61700");
    }

    @Test
    void shouldSayThatTheGatewaysLogCannotHoldTheHistory() {
        try (RunningGateway gateway = new RunningGateway("log.max-events=500", "log.ring-size=16")) {
            assertThat(replay(gateway.url(), "--streams", "3", "--events", "1000", "--timeout", "60s"))
                    .isOne();
        }
        assertThat(console.row("first fault"))
                .startsWith("the server's log kept only the last ")
                .contains(" of 1000 updates: raise log.max-events, log.max-bytes or log.max-age");
        assertThat(console.row("replay rate")).contains("NOT COMPLETE");
    }

    @Test
    void shouldSayWhatAGapMeansAndNotWaitForMore() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> replay(int stream, List<String> history) {
                return List.of(history.get(0), GAP + "\"expired\",\"requested\":\"1-1\"}");
            }
        }) {
            assertThat(replay(server.url(""), "--streams", "2", "--timeout", "5m"))
                    .isOne();
        }
        assertThat(console.row("first fault"))
                .isEqualTo("a stream was told of a gap (expired): the server's log could not hold what was published:"
                        + " raise log.max-events, log.max-bytes or log.max-age, whichever is the tighter bound, there");
        assertThat(console.row("replayed")).startsWith("2 of 200, 198 missing");
    }

    @Test
    void shouldFindALostEvent() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> replay(int stream, List<String> history) {
                List<String> some = new ArrayList<>(history);
                some.remove(50);
                return some;
            }
        }) {
            assertThat(replay(server.url(""), "--streams", "2")).isOne();
        }
        assertThat(console.row("replayed")).isEqualTo("198 of 200, 2 missing, 0 duplicated, 0 out of order");
        assertThat(console.row("result")).isEqualTo("NOT CORRECT");
    }

    @Test
    void shouldFindARepeatedEventAndTwoOutOfOrder() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> replay(int stream, List<String> history) {
                List<String> changed = new ArrayList<>(history);
                Collections.swap(changed, 50, 51);
                changed.add(10, changed.get(9));
                return changed;
            }
        }) {
            assertThat(replay(server.url(""), "--streams", "2")).isOne();
        }
        assertThat(console.row("replayed")).isEqualTo("202 of 200, 0 missing, 2 duplicated, 2 out of order");
    }

    @Test
    void shouldFindALostLiveMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 1 && data.contains(" 3 ") ? List.of() : List.of(data);
            }
        }) {
            assertThat(replay(server.url(""), "--live-streams", "2", "--timeout", "3s"))
                    .isOne();
        }
        assertThat(console.row("live events")).contains("1 missing");
        assertThat(console.row("first fault")).isEqualTo("not all live messages were delivered within 3 s");
    }

    @Test
    void shouldFindAStreamThatEndsWithinItsReplay() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> replay(int stream, List<String> history) {
                return List.of(history.get(0), END);
            }
        }) {
            assertThat(replay(server.url(""), "--streams", "1", "--timeout", "5m"))
                    .isOne();
        }
        assertThat(console.row("streams")).isEqualTo("0 of 1 open at the end");
        assertThat(console.row("first fault"))
                .startsWith("a stream was closed: the server ended it; if it was too slow")
                .contains("slow-consumer.max-lag-bytes");
    }

    @Test
    void shouldStopWhenTheServerRefusesTheHistory() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponseStatus postStatus(int number) {
                return HttpResponseStatus.TOO_MANY_REQUESTS;
            }
        }) {
            assertThat(replay(server.url(""))).isOne();
        }
        assertThat(console.row("history")).isEqualTo("0 of 100 published");
        assertThat(console.row("first fault")).startsWith("the history could not be published: answered 429");
    }

    @Test
    void shouldStopWhenTheServerRefusesALiveMessage() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            HttpResponseStatus postStatus(int number) {
                return number == 3 ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.OK;
            }
        }) {
            assertThat(replay(server.url(""), "--baseline", "2m")).isOne();
        }
        assertThat(console.row("first fault")).startsWith("live message 2 could not be published: answered 503");
    }

    @Test
    void shouldSayThatNobodyListens() {
        FaultyServer server = new FaultyServer();
        server.close();

        assertThat(replay(server.url(""))).isOne();
        assertThat(console.row("first fault")).contains("refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--streams 0|--streams must be from 1 to",
                "--events 0|--events must be from 1 to",
                "--live-streams 0|--live-streams must be from 1 to",
                "--rate 0|--rate must be more than 0",
                "--rate NaN|--rate must be more than 0",
                "--baseline 5m|--timeout must be more than the 300.0 s that --baseline and the replay after it take",
                "--url http://192.0.2.1/|--url: 192.0.2.1 is not this machine",
                "--publish-url http://192.0.2.1/|--publish-url: 192.0.2.1 is not this machine",
                "--messages 5|Unknown option"
            })
    void shouldSayWhatIsWrongWithAnArgument(String arguments, String message) {
        assertThat(console.execute(("replay " + arguments).split(" ", -1))).isEqualTo(2);

        assertThat(console.err()).contains(message).hasLineCount(1);
        assertThat(console.out()).isEmpty();
    }

    private int replay(String server, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--streams", "1", "--events", "100", "--live-streams", "1", "--rate", "100", "--baseline", "200ms"));
        for (int i = 0; i < arguments.length; i += 2) {
            int given = all.indexOf(arguments[i]);
            if (given >= 0) {
                all.set(given + 1, arguments[i + 1]);
            } else {
                all.addAll(List.of(arguments[i], arguments[i + 1]));
            }
        }
        return console.execute(server, "replay", all);
    }
}
