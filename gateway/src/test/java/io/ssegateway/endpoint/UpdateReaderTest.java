package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ssegateway.eventlog.Update;
import io.ssegateway.http.JsonBody;
import io.ssegateway.http.Problem;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateReaderTest {

    private static Update read(String json) {
        return read(json, "");
    }

    private static Update read(String json, String where) {
        return UpdateReader.read(
                JsonBody.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))), where);
    }

    @Test
    void shouldReadEveryField() {
        Update update = read("{\"topics\":[\"a\",\"b\"],\"data\":\"x\\ny\",\"event\":\"e\",\"id\":\"i\",\"retry\":7,"
                + "\"private\":true}");

        assertThat(update.isPrivate()).isTrue();
        assertThat(update.topics()).containsExactly(new Topic("a"), new Topic("b"));
        assertThat(update.event())
                .isEqualTo(ServerSentEvent.builder()
                        .data("x\ny")
                        .event("e")
                        .id("i")
                        .retryMillis(7)
                        .build());
    }

    @Test
    void shouldTakeNullForWhatIsOptional() {
        Update update =
                read("{\"topics\":[\"a\"],\"data\":\"\",\"event\":null,\"id\":null,\"retry\":null,\"private\":null}");

        assertThat(update.event()).isEqualTo(ServerSentEvent.data(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\":1, \"a\":[true,null]}|{\"b\":1,\"a\":[true,null]}",
                "12|12",
                "1.50|1.50",
                "12345678901234567890.10|12345678901234567890.10",
                "false|false",
                "[]|[]"
            })
    void shouldSendAnyJsonValueAsItsText(String value, String expected) {
        assertThat(read("{\"topics\":[\"a\"],\"data\":" + value + "}").event().data())
                .isEqualTo(expected);
    }

    @Test
    void shouldCountATopicOnce() {
        assertThat(read("{\"topics\":[\"a\",\"b\",\"a\"],\"data\":1}").topics())
                .containsExactly(new Topic("a"), new Topic("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|JSON object",
                "\"x\"|JSON object",
                "null|JSON object",
                "{\"data\":1}|\"topics\"",
                "{\"topics\":null,\"data\":1}|\"topics\"",
                "{\"topics\":\"a\",\"data\":1}|\"topics\"",
                "{\"topics\":[],\"data\":1}|\"topics\"",
                "{\"topics\":[1],\"data\":1}|\"topics\"",
                "{\"topics\":[null],\"data\":1}|\"topics\"",
                "{\"topics\":[\"\"],\"data\":1}|topic must not be empty",
                "{\"topics\":[\"a\\nb\"],\"data\":1}|control characters",
                "{\"topics\":[\"\\ud800\"],\"data\":1}|surrogate",
                "{\"topics\":[\"a\"]}|\"data\"",
                "{\"topics\":[\"a\"],\"data\":null}|\"data\"",
                "{\"topics\":[\"a\"],\"data\":\"\\udc00\"}|data must not contain a lone surrogate",
                "{\"topics\":[\"a\"],\"data\":[\"\\udc00\"]}|data must not contain a lone surrogate",
                "{\"topics\":[\"a\"],\"data\":1,\"event\":1}|\"event\"",
                "{\"topics\":[\"a\"],\"data\":1,\"event\":\"a\\rb\"}|event must not contain CR",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":1}|\"id\"",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"\"}|\"id\"",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"a\\u0000\"}|not have control characters",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"a\\nb\"}|not have control characters",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"a\\u007f\"}|not have control characters",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"\\ta\"}|not have control characters",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\" a\"}|or spaces at its ends",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"a \"}|or spaces at its ends",
                "{\"topics\":[\"a\"],\"data\":1,\"id\":\"a\\ud800\"}|id must not contain a lone surrogate",
                "{\"topics\":[\"a\"],\"data\":1,\"retry\":-1}|retry must not be negative",
                "{\"topics\":[\"a\"],\"data\":1,\"retry\":1.5}|\"retry\"",
                "{\"topics\":[\"a\"],\"data\":1,\"retry\":\"1\"}|\"retry\"",
                "{\"topics\":[\"a\"],\"data\":1,\"retry\":9223372036854775808}|\"retry\"",
                "{\"topics\":[\"a\"],\"data\":1,\"private\":1}|\"private\"",
                "{\"topics\":[\"a\"],\"data\":1,\"topic\":\"b\"}|\"topic\"",
                "{\"topics\":[\"a\",\"/.well-known/mercure/subscriptions/a/b\"],\"data\":1}|reserved for the gateway",
                "{\"topics\":[\"https://x/.well-known/mercure\"],\"data\":1}|reserved for the gateway",
                "{\"topics\":[\"/.well-known/sse-gateway/revocations\"],\"data\":1}|reserved for the gateway",
            })
    void shouldNameTheFaultAndItsPlace(String json, String expected) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(json, "[3]"))
                .withMessageStartingWith("[3]: ")
                .withMessageContaining(expected)
                .withMessageEndingWith(".")
                .satisfies(problem -> assertThat(problem.status().code()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "0-0", "123-4", "1795401643005-0", "999999999999999999-999999999999999999"})
    void shouldRefuseIdsThatNamePlacesInTheLog(String id) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(published(id), "[3]"))
                .withMessageStartingWith("[3]: The field \"id\" must not be \"earliest\" or numbers")
                .satisfies(problem -> assertThat(problem.status().code()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Earliest",
                "earliest!",
                "123",
                "123-",
                "-4",
                "-1-4",
                "1-2-3",
                "01-2",
                "1-02",
                "1 - 2",
                "a1-2",
                "1-2b",
                "1000000000000000000-0",
                "\u0661-\u0662",
                "\u00e9/\u00fc[\\\"a\\\"]"
            })
    void shouldTakeIdsThatOnlyLookLikeThem(String id) {
        assertThat(read(published(id)).event().id()).isEqualTo(id.replace("\\", ""));
    }

    private static String published(String id) {
        return "{\"topics\":[\"a\"],\"data\":1,\"id\":\"" + id + "\"}";
    }

    @Test
    void shouldLimitTopicsAndIds() {
        assertThat(read(withTopics(100)).topics()).hasSize(100);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(withTopics(101)))
                .withMessageContaining("1 to 100");
        assertThat(read(withId(1024)).event().id()).hasSize(1024);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(withId(1025)))
                .withMessageContaining("\"id\"");
    }

    private static String withTopics(int count) {
        return "{\"data\":1,\"topics\":["
                + String.join(
                        ",",
                        IntStream.range(0, count)
                                .mapToObj(i -> "\"t" + i + "\"")
                                .toList()) + "]}";
    }

    private static String withId(int length) {
        return "{\"data\":1,\"topics\":[\"a\"],\"id\":\"" + "x".repeat(length) + "\"}";
    }
}
