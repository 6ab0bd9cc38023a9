package io.ssegateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "-0.0",
                "-0.00",
                "-0e7",
                "[-0,0,-1,1.50,-0.5]",
                "{\"a\":-0,\"b\":{\"c\":[-0.0]}}",
                "0",
                "\"-0\"",
                "null"
            })
    void shouldLeaveAValueAsItWasWritten(String json) {
        assertThat(Json.text(Json.read(new StringReader(json)))).isEqualTo(json);
    }

    @Test
    void shouldReadNothingAsMissing() {
        assertThat(Json.read(new StringReader(" ")).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "-0 1", "-", "[-0", "{\"a\":-0,\"a\":-0}"})
    void shouldRejectWhatTwoReadersCouldTakeForTwoThings(String json) {
        assertThatThrownBy(() -> Json.read(new StringReader(json))).isInstanceOf(JacksonException.class);
    }
}
