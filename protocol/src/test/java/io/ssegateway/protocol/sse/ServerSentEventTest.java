package io.ssegateway.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSentEventTest {

    @ParameterizedTest
    @CsvSource({"13,CR", "10,LF", "0,NUL"})
    void shouldRefuseCharacterThatCannotStandInOneLine(int character, String name) {
        String value = "ab" + (char) character;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().id(value))
                .withMessage("id must not contain " + name + ", but does at index 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().event(value))
                .withMessage("event must not contain " + name + ", but does at index 2");
    }

    @Test
    void shouldRefuseLoneSurrogateInEachField() {
        String swapped = "\uDE00\uD83D";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().id("a\uD83D"))
                .withMessage("id must not contain a lone surrogate, but does at index 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().event("\uDE00"))
                .withMessageContaining("event must not contain a lone surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.data("😀" + swapped))
                .withMessage("data must not contain a lone surrogate, but does at index 2");
        assertThatIllegalArgumentException().isThrownBy(() -> ServerSentEvent.data("\uD83D\uD83D\uDE00"));
    }

    @Test
    void shouldRefuseNegativeRetry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().retryMillis(-1))
                .withMessage("retry must not be negative, but is -1 ms");
    }

    @Test
    void shouldRefuseEventThatNoClientWouldNotice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSentEvent.builder().event("status").build())
                .withMessage("an event needs an id, data or a retry");
    }

    @Test
    void shouldTakeEmptyTypeAsNone() {
        ServerSentEvent event = ServerSentEvent.builder().event("").data("x").build();

        assertThat(event).isEqualTo(ServerSentEvent.data("x")).hasSameHashCodeAs(ServerSentEvent.data("x"));
        assertThat(event.event()).isNull();
    }

    @Test
    void shouldTellEmptyFieldsFromMissingOnes() {
        assertThat(ServerSentEvent.builder().id("").data("").build())
                .isNotEqualTo(ServerSentEvent.data(""))
                .isNotEqualTo(ServerSentEvent.builder().id("").build());
        assertThat(ServerSentEvent.builder().data("").retryMillis(0).build()).isNotEqualTo(ServerSentEvent.data(""));
    }

    @Test
    void shouldHoldWhatWasSet() {
        ServerSentEvent event = ServerSentEvent.builder()
                .id("7")
                .event("status")
                .data("a\nb\0")
                .retryMillis(5)
                .build();

        assertThat(event.id()).isEqualTo("7");
        assertThat(event.event()).isEqualTo("status");
        assertThat(event.data()).isEqualTo("a\nb\0");
        assertThat(event.retryMillis()).hasValue(5);
    }
}
